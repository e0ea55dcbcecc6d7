// As nodes had them at another time.
UNWIND $rows AS row
MATCH (person:Person {key: row.key})
SET person.version = row.version
