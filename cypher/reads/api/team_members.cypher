MATCH (team:Team)
MATCH (person:Person)-[:MEMBER_OF]->(team)
WITH team, person ORDER BY person.key
RETURN collect([team.key, person.key])
