MATCH (goal:Goal {key: $old})
SET goal.key = $new, goal.version = coalesce(goal.version, 0) + 1
