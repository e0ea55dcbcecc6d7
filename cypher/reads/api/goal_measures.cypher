MATCH (goal:Goal)
MATCH (goal)-[:MEASURED_BY]->(measure:Measure)
WITH goal, measure ORDER BY measure.name
RETURN collect([goal.key, measure {.*}])
