// title = "Goal that is overdue"
// severity = "warning"
// about = "Goal"
// reach = "self"
// message = "“{title}” was due on {due} and is still active"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') = 'active'
  AND goal.due < $today
RETURN goal.key AS key, goal.title AS title, goal.due AS due, duration.inDays(goal.due, $today).days AS days
ORDER BY key
