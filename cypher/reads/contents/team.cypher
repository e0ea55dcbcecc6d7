MATCH (team:Team)
RETURN collect([team.key, team {.*, key: null, version: null}])
