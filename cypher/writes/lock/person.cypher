// Set first: Neo4j takes no lock to remove a property that no node ever had.
UNWIND $keys AS key
MATCH (person:Person {key: key})
SET person._lock = true
REMOVE person._lock
