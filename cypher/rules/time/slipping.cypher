// title = "Goal that falls behind its time"
// severity = "warning"
// about = "Goal"
// reach = "self"
// message = "“{title}” has used {elapsed} of its time but come {progress} of the way"
// settings.behind = 0.2
// settings.behind_by_level = {}
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') = 'active'
  AND goal.starts <= $today
  AND goal.starts < goal.due
  AND goal.due >= $today
OPTIONAL MATCH (goal)-[:MEASURED_BY]->(measure:Measure)
WHERE goal.progress IS NULL AND measure.target <> measure.baseline
WITH goal, 1.0 * (measure.current - measure.baseline) / (measure.target - measure.baseline) AS part
WITH goal, avg(CASE WHEN part < 0 THEN 0.0 WHEN part > 1 THEN 1.0 ELSE part END) AS reached
// Rounded, since the order of a sum decides its last digits, and measures come in any order.
WITH goal,
  round(1.0 * duration.inDays(goal.starts, $today).days / duration.inDays(goal.starts, goal.due).days, 12) AS elapsed,
  round(coalesce(goal.progress, reached), 12) AS progress
WHERE elapsed - progress > coalesce($behind_by_level[goal.level], $behind) + 1e-9
RETURN goal.key AS key, goal.title AS title, elapsed, progress
ORDER BY key
