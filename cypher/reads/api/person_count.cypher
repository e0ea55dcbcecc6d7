MATCH (person:Person)
RETURN count(person)
