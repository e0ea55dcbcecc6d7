UNWIND $keys AS key
MATCH (person:Person {key: key})
REMOVE person._lock
