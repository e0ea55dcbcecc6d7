MATCH (period:Period)
RETURN collect([period.key, coalesce(period.version, 0)])
