UNWIND $rows AS row
CREATE (period:Period {key: row.key, version: 1})
SET period += row.properties
