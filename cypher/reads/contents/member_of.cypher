MATCH (person:Person)
MATCH (person)-[:MEMBER_OF]->(team:Team)
RETURN collect([person.key, team.key])
