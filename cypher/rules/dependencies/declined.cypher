// title = "Goal that needs what was declined"
// severity = "error"
// about = "Goal"
// reach = "neighbours"
// identity = ["needed"]
// message = "“{title}” needs “{needed_title}”, but the other side has declined"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (needed:Goal)-[dependency:NEEDED_BY]->(goal)
WHERE dependency.status = 'declined'
  AND coalesce(needed.status, 'active') <> 'achieved'
RETURN goal.key AS key, goal.title AS title, needed.key AS needed, needed.title AS needed_title
ORDER BY key, needed
