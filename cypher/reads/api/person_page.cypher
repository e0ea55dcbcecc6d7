MATCH (person:Person) USING INDEX person:Person(key)
WHERE person.key > $key
WITH person ORDER BY person.key LIMIT $limit
RETURN collect([person {.*}, null])
