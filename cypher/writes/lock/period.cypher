// Set first: Neo4j takes no lock to remove a property that no node ever had.
UNWIND $keys AS key
MATCH (period:Period {key: key})
SET period._lock = true
REMOVE period._lock
