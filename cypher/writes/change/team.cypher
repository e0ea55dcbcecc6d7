UNWIND $rows AS row
MATCH (team:Team {key: row.key})
SET team += row.properties
