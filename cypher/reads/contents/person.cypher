MATCH (person:Person)
RETURN collect([person.key, person {.*, key: null, version: null}])
