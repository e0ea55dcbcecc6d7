MATCH (goal:Goal)
MATCH (team:Team)-[:PURSUES]->(goal)
WITH goal, team ORDER BY team.key
RETURN collect([goal.key, team.key])
