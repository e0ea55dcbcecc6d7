UNWIND $rows AS row
MATCH (period:Period {key: row.key})
DETACH DELETE period
