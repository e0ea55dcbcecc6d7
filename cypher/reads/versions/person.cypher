MATCH (person:Person)
RETURN collect([person.key, coalesce(person.version, 0)])
