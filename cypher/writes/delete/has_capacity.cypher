UNWIND $rows AS row
MATCH (team:Team {key: row.team})
MATCH (period:Period {key: row.period})
MATCH (team)-[link:HAS_CAPACITY]->(period)
DELETE link
