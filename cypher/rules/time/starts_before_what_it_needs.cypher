// title = "Goal that starts before what it needs is there"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["needed"]
// message = "“{title}” starts on {starts}, but needs “{needed_title}”, which is due on {needed_due}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (needed:Goal)-[link:NEEDED_BY]->(goal)
WHERE coalesce(needed.status, 'active') IN $live
  AND coalesce(link.status, 'requested') <> 'declined'
WITH goal, needed, goal.starts AS starts, needed.due AS needed_due
// A due date means the end of its day, so that what starts on that day starts too early.
WHERE starts <= needed_due
RETURN goal.key AS key, goal.title AS title, needed.key AS needed, needed.title AS needed_title,
  starts, needed_due
ORDER BY key, needed
