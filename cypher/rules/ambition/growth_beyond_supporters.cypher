// title = "Goal that is to grow more than what feeds it"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["measure"]
// message = "“{measure}” of “{title}” is to change by {growth}, but what feeds it only by {supported_growth}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WHERE link.from_measure IS NOT NULL
  AND link.to_measure IS NOT NULL
  AND coalesce(source.status, 'active') IN $counting
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
MATCH (goal)-[:MEASURED_BY]->(measure {name: link.to_measure})
WHERE measure.baseline <> measure.target
MATCH (source)-[:MEASURED_BY]->(feeding {name: link.from_measure})
WHERE feeding.baseline IS NOT NULL AND feeding.target IS NOT NULL
  AND (feeding.unit = measure.unit OR feeding.unit IS NULL AND measure.unit IS NULL)
// In one order and rounded, since the order of a sum decides its last digits.
WITH goal, measure, feeding ORDER BY source.key
WITH goal, measure,
  round(abs(measure.target - measure.baseline), 12) AS growth,
  round(sum(abs(feeding.target - feeding.baseline)), 12) AS supported_growth
WHERE supported_growth < growth * (1 - 1e-9)
RETURN goal.key AS key, goal.title AS title, measure.name AS measure, growth, supported_growth
ORDER BY key, measure
