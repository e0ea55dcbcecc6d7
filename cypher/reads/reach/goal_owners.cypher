MATCH (goal:Goal)
MATCH (person:Person)-[:OWNS]->(goal)
WITH DISTINCT person
RETURN collect(person.key)
