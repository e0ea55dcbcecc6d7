// title = "Goal that needs a goal that is lost"
// severity = "error"
// about = "Goal"
// reach = "neighbours"
// identity = ["needed"]
// message = "“{title}” needs “{needed_title}”, which was {needed_status}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (needed:Goal)-[dependency:NEEDED_BY]->(goal)
WHERE coalesce(needed.status, 'active') IN ['missed', 'postponed', 'dropped']
  AND coalesce(dependency.status, 'requested') <> 'declined'
RETURN goal.key AS key, goal.title AS title, needed.key AS needed, needed.title AS needed_title,
  needed.status AS needed_status
ORDER BY key, needed
