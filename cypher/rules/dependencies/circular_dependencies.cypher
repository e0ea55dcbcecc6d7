// title = "Goal that waits for itself in a circle"
// severity = "error"
// about = "Goal"
// reach = "upstream"
// algorithm = "cycles"
// message = "“{title}” is one of {goals} goals that wait for each other in a circle: {cycle}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  // No circle goes through a goal that needs nothing, nor to one that nobody needs: fewer rows.
  AND EXISTS { (goal)<-[:NEEDED_BY]-() }
MATCH (goal)-[dependency:NEEDED_BY]->(waiting:Goal)
WHERE coalesce(waiting.status, 'active') IN $live
  AND coalesce(dependency.status, 'requested') <> 'declined'
  AND EXISTS { (waiting)-[:NEEDED_BY]->() }
RETURN goal.key AS key, goal.title AS title, waiting.key AS next
ORDER BY key, next
