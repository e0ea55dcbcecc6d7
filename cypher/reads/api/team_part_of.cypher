MATCH (team:Team)
MATCH (team)-[:PART_OF]->(whole:Team)
WITH team, whole ORDER BY whole.key
RETURN collect([team.key, whole.key])
