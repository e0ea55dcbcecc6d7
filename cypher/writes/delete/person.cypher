UNWIND $rows AS row
MATCH (person:Person {key: row.key})
DETACH DELETE person
