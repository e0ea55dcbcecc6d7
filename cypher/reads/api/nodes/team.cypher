MATCH (team:Team)
RETURN collect(team {.*})
