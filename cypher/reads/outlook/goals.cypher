MATCH (goal:Goal)
RETURN collect([goal.key, goal.status, goal.level, goal.ambition, goal.likelihood, goal.title])
