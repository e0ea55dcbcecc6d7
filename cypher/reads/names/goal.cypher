MATCH (goal:Goal)
WHERE goal.title IS NOT NULL
RETURN collect([goal.key, goal.title])
