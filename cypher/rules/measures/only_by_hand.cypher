// title = "Goal that is only measured by hand"
// severity = "info"
// about = "Goal"
// reach = "self"
// message = "“{title}” has only measures that somebody reads by hand"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND EXISTS { (goal)-[:MEASURED_BY]->() }
  AND NOT EXISTS {
    MATCH (goal)-[:MEASURED_BY]->(measure:Measure)
    WHERE coalesce(measure.automatic, true)
  }
RETURN goal.key AS key, goal.title AS title, COUNT { (goal)-[:MEASURED_BY]->() } AS measures
ORDER BY key
