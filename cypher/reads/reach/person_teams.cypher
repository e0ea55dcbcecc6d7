MATCH (person:Person)
MATCH (person)-[:MEMBER_OF]->(team:Team)
WITH DISTINCT team
RETURN collect(team.key)
