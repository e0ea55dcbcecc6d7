UNWIND $rows AS row
CREATE (team:Team {key: row.key, version: 1})
SET team += row.properties
