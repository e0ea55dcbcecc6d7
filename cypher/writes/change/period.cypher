UNWIND $rows AS row
MATCH (period:Period {key: row.key})
SET period += row.properties
