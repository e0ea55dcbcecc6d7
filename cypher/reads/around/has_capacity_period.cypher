MATCH (period:Period)
MATCH (team:Team)-[capacity:HAS_CAPACITY]->(period)
RETURN collect([team.key, period.key, properties(capacity)])
