UNWIND $keys AS key
MATCH (team:Team {key: key})
REMOVE team._lock
