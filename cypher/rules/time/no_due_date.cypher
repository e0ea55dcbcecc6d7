// title = "Goal that has no due date"
// severity = "info"
// about = "Goal"
// reach = "self"
// message = "Nobody has said by when “{title}” is to be reached"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND goal.due IS NULL
RETURN goal.key AS key, goal.title AS title
ORDER BY key
