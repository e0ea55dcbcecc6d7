MATCH (person:Person)
MATCH (person)-[:MEMBER_OF]->(team:Team)
WITH person, team ORDER BY team.key
RETURN collect([person.key, team.key])
