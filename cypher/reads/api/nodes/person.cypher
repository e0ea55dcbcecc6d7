MATCH (person:Person)
RETURN collect(person {.*})
