MATCH (team:Team)
WHERE $functions IS NULL OR team.function IN $functions
RETURN count(team)
