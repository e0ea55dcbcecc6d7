MATCH (team:Team)
MATCH (part:Team)-[:PART_OF]->(team)
WITH team, part ORDER BY part.key
RETURN collect([team.key, part.key])
