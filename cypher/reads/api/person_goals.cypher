MATCH (person:Person)
MATCH (person)-[:OWNS]->(goal:Goal)
WITH person, goal ORDER BY goal.key
RETURN collect([person.key, goal.key])
