UNWIND $rows AS row
CREATE (person:Person {key: row.key, version: 1})
SET person += row.properties
