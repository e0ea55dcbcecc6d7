// title = "Goal without a description"
// severity = "info"
// about = "Goal"
// reach = "self"
// message = "“{title}” has no description"
// since = "0.1.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND goal.description IS NULL
RETURN goal.key AS key, goal.title AS title
ORDER BY key
