UNWIND $keys AS key
MATCH (goal:Goal {key: key})
SET goal.version = coalesce(goal.version, 0) + 1
