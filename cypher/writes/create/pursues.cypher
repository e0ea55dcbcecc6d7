UNWIND $rows AS row
MATCH (team:Team {key: row.team})
MATCH (goal:Goal {key: row.goal})
CREATE (team)-[:PURSUES]->(goal)
