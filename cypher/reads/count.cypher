MATCH (goal:Goal)
RETURN count(goal)
