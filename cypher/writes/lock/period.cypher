UNWIND $keys AS key
MATCH (period:Period {key: key})
REMOVE period._lock
