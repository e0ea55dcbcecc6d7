MATCH (team:Team)
MATCH (team)-[:PURSUES]->(goal:Goal)
WITH team, goal ORDER BY goal.key
RETURN collect([team.key, goal.key])
