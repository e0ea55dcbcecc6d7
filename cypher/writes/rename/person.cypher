UNWIND $rows AS row
MATCH (person:Person {key: row.old})
SET person.key = row.new, person.version = coalesce(person.version, 0) + 1
