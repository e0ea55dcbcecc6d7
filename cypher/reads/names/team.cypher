MATCH (team:Team)
WHERE team.name IS NOT NULL
RETURN collect([team.key, team.name])
