MATCH (goal:Goal)
MATCH (goal)-[:MEASURED_BY]->(measure:Measure)
RETURN collect([goal.key, measure.name, measure {.*, name: null}])
