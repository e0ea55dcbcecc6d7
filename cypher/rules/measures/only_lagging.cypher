// title = "Goal that is only measured after the fact"
// severity = "info"
// about = "Goal"
// reach = "self"
// message = "“{title}” has only lagging measures"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND coalesce(goal.level, 'team') <> 'corporate'
  AND EXISTS { (goal)-[:MEASURED_BY]->() }
  AND NOT EXISTS {
    MATCH (goal)-[:MEASURED_BY]->(measure:Measure)
    WHERE coalesce(measure.kind, 'leading') <> 'lagging'
  }
RETURN goal.key AS key, goal.title AS title, COUNT { (goal)-[:MEASURED_BY]->() } AS measures
ORDER BY key
