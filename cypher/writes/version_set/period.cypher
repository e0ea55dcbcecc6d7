// As nodes had them at another time.
UNWIND $rows AS row
MATCH (period:Period {key: row.key})
SET period.version = row.version
