MATCH (goal:Goal)
MATCH (team:Team)-[:PURSUES]->(goal)
RETURN collect([team.key, goal.key])
