MATCH (period:Period)
RETURN collect([period.key, period.starts, period.ends])
