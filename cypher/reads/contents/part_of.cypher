MATCH (team:Team)
MATCH (team)-[:PART_OF]->(parent:Team)
RETURN collect([team.key, parent.key])
