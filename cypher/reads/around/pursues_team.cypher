MATCH (team:Team)
MATCH (team)-[:PURSUES]->(goal:Goal)
RETURN collect([team.key, goal.key])
