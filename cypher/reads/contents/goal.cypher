MATCH (goal:Goal)
RETURN collect([goal.key, goal {.*, key: null, version: null}])
