MATCH (team:Team)
MATCH (team)-[capacity:HAS_CAPACITY]->(period:Period)
RETURN collect([team.key, period.key, properties(capacity)])
