MATCH (period:Period)
RETURN collect([period.key, period {.*, key: null, version: null}])
