CYPHER replan=skip
UNWIND $titles AS title
MATCH (goal:Goal {plain_title: title})
USING INDEX goal:Goal(plain_title)
RETURN collect(goal.key)
