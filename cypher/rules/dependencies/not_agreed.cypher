// title = "Goal that needs what nobody has agreed to"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["needed"]
// message = "“{title}” needs “{needed_title}”, but the other side has not agreed to that yet"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (needed:Goal)-[dependency:NEEDED_BY]->(goal)
WHERE coalesce(needed.status, 'active') IN $live
  AND coalesce(dependency.status, 'requested') = 'requested'
RETURN goal.key AS key, goal.title AS title, needed.key AS needed, needed.title AS needed_title
ORDER BY key, needed
