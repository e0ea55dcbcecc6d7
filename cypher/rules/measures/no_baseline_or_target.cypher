// title = "Goal with a measure that lacks a baseline or a target"
// severity = "warning"
// about = "Goal"
// reach = "self"
// identity = ["measure"]
// message = "The measure “{measure}” of “{title}” lacks a {missing}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[:MEASURED_BY]->(measure:Measure)
WHERE coalesce(measure.kind, 'leading') <> 'binary'
  AND (measure.baseline IS NULL OR measure.target IS NULL)
RETURN goal.key AS key, goal.title AS title, measure.name AS measure,
  CASE
    WHEN measure.target IS NOT NULL THEN 'baseline'
    WHEN measure.baseline IS NOT NULL THEN 'target'
    ELSE 'baseline and target'
  END AS missing
ORDER BY key, measure
