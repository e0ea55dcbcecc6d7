MATCH (period:Period)
WITH period ORDER BY period.starts, period.key
RETURN collect(period {.*})
