MATCH (goal:Goal)
RETURN collect([goal.key, coalesce(goal.version, 0)])
