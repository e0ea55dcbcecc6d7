MATCH (goal:Goal)
RETURN collect(goal {.*})
