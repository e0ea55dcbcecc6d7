MATCH (team:Team)
MATCH (person:Person)-[:MEMBER_OF]->(team)
RETURN collect([person.key, team.key])
