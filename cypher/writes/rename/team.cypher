UNWIND $rows AS row
MATCH (team:Team {key: row.old})
SET team.key = row.new, team.version = coalesce(team.version, 0) + 1
