// As nodes had them at another time.
UNWIND $rows AS row
MATCH (team:Team {key: row.key})
SET team.version = row.version
