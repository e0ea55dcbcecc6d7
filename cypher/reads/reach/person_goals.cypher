MATCH (person:Person)
MATCH (person)-[:OWNS]->(goal:Goal)
WITH DISTINCT goal
RETURN collect(goal.key)
