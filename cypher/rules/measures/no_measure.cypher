// title = "Goal without a measure"
// severity = "warning"
// about = "Goal"
// reach = "self"
// message = "“{title}” has no measure"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND NOT EXISTS { (goal)-[:MEASURED_BY]->() }
RETURN goal.key AS key, goal.title AS title
ORDER BY key
