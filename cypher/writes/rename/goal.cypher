UNWIND $rows AS row
MATCH (goal:Goal {key: row.old})
SET goal.key = row.new, goal.version = coalesce(goal.version, 0) + 1
