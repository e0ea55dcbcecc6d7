UNWIND $keys AS key
MATCH (goal:Goal {key: key})
REMOVE goal._lock
