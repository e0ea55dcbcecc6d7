UNWIND $rows AS row
MATCH (period:Period {key: row.old})
SET period.key = row.new, period.version = coalesce(period.version, 0) + 1
