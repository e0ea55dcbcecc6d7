MATCH (goal:Goal)
MATCH (person:Person)-[:OWNS]->(goal)
RETURN collect([person.key, goal.key])
