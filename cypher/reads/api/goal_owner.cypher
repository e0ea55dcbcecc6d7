MATCH (goal:Goal)
MATCH (person:Person)-[:OWNS]->(goal)
WITH goal, person ORDER BY person.key
RETURN collect([goal.key, person.key])
