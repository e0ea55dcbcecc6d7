MATCH (team:Team)
MATCH (part:Team)-[:PART_OF]->(team)
RETURN collect([part.key, team.key])
