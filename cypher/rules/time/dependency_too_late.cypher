// title = "Goal that needs what comes too late"
// severity = "error"
// about = "Goal"
// reach = "neighbours"
// identity = ["needed"]
// message = "“{title}” needs “{needed_title}” by {needed_by}, but that is due on {needed_due}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (needed:Goal)-[link:NEEDED_BY]->(goal)
WHERE coalesce(needed.status, 'active') IN $live
  AND coalesce(link.status, 'requested') <> 'declined'
WITH goal, needed, needed.due AS needed_due, coalesce(link.by, goal.due) AS needed_by
WHERE needed_due > needed_by
RETURN goal.key AS key, goal.title AS title, needed.key AS needed, needed.title AS needed_title,
  needed_due, needed_by
ORDER BY key, needed
