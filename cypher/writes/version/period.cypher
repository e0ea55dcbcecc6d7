UNWIND $keys AS key
MATCH (period:Period {key: key})
SET period.version = coalesce(period.version, 0) + 1
