MATCH (goal:Goal)
WHERE goal.plain_title IS NULL
RETURN collect([goal.key, goal.title])
