MATCH (goal:Goal)
RETURN collect([goal.key, goal.status, goal.level, goal.due, goal.title, goal.starts])
