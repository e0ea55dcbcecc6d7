CYPHER replan=skip
MATCH (goal:Goal {level: 'corporate'})
USING INDEX goal:Goal(level)
RETURN collect(goal.key)
