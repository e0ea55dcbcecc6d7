MATCH (team:Team)
RETURN collect([team.key, coalesce(team.version, 0)])
