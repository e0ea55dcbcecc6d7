// title = "Goal that is due before it starts"
// severity = "error"
// about = "Goal"
// reach = "self"
// message = "“{title}” is due on {due}, before it starts on {starts}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND goal.due < goal.starts
RETURN goal.key AS key, goal.title AS title, goal.starts AS starts, goal.due AS due
ORDER BY key
