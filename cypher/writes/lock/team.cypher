// Set first: Neo4j takes no lock to remove a property that no node ever had.
UNWIND $keys AS key
MATCH (team:Team {key: key})
SET team._lock = true
REMOVE team._lock
