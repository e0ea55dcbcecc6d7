MATCH (period:Period)
RETURN collect(period {.*})
