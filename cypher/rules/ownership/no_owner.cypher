// title = "Goal that nobody owns"
// severity = "warning"
// about = "Goal"
// reach = "self"
// message = "Nobody owns “{title}”"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND coalesce(goal.level, 'team') <> 'corporate'
  AND NOT EXISTS { (:Person)-[:OWNS]->(goal) }
RETURN goal.key AS key, goal.title AS title
ORDER BY key
