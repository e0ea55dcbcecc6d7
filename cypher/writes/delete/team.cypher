UNWIND $rows AS row
MATCH (team:Team {key: row.key})
DETACH DELETE team
