UNWIND $rows AS row
MATCH (team:Team {key: row.team})
MATCH (goal:Goal {key: row.goal})
MATCH (team)-[link:PURSUES]->(goal)
DELETE link
