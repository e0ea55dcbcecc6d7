UNWIND $keys AS key
MATCH (team:Team {key: key})
SET team.version = coalesce(team.version, 0) + 1
