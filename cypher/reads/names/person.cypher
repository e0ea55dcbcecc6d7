MATCH (person:Person)
WHERE person.name IS NOT NULL
RETURN collect([person.key, person.name])
