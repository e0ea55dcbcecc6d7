// All that teams said they can do, in millionths.
MATCH (team:Team)-[capacity:HAS_CAPACITY]->(period:Period)
RETURN collect([team.key, period.key, capacity.amount])
