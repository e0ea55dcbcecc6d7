MATCH (person:Person)
MATCH (person)-[:OWNS]->(goal:Goal)
RETURN collect([person.key, goal.key])
