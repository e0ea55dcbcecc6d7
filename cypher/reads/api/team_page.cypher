MATCH (team:Team) USING INDEX team:Team(key)
WHERE team.key > $key AND ($functions IS NULL OR team.function IN $functions)
WITH team ORDER BY team.key LIMIT $limit
RETURN collect([team {.*}, null])
