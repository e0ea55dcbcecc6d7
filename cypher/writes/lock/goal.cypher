// Set first: Neo4j takes no lock to remove a property that no node ever had.
UNWIND $keys AS key
MATCH (goal:Goal {key: key})
SET goal._lock = true
REMOVE goal._lock
