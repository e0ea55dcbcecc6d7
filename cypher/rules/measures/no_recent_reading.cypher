// title = "Goal with a measure that was not read for long"
// severity = "warning"
// about = "Goal"
// reach = "self"
// identity = ["measure"]
// settings.intervals = 2
// message = "“{measure}” of “{title}” has no reading since {since}; days between two readings: {every_days}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[:MEASURED_BY]->(measure:Measure)
WHERE measure.every_days IS NOT NULL
// A current value without a day is a reading too, of nobody knows when.
WITH goal, measure,
  coalesce(measure.measured_on, CASE WHEN measure.current IS NULL THEN goal.starts END) AS since
WHERE duration.inDays(since, $today).days > $intervals * measure.every_days
RETURN goal.key AS key, goal.title AS title, measure.name AS measure, measure.every_days AS every_days, since
ORDER BY key, measure
