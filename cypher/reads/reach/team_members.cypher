MATCH (team:Team)
MATCH (person:Person)-[:MEMBER_OF]->(team)
WITH DISTINCT person
RETURN collect(person.key)
