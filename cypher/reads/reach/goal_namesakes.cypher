MATCH (goal:Goal)
MATCH (same:Goal {plain_title: goal.plain_title})
USING INDEX same:Goal(plain_title)
WITH DISTINCT same
RETURN collect(same.key)
