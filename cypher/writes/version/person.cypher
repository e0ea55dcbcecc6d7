UNWIND $keys AS key
MATCH (person:Person {key: key})
SET person.version = coalesce(person.version, 0) + 1
