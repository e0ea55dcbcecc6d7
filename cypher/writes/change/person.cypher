UNWIND $rows AS row
MATCH (person:Person {key: row.key})
SET person += row.properties
