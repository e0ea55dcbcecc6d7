// title = "Goal that takes effect too late for what it supports"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["target"]
// message = "“{title}” takes effect on {felt}, but “{target_title}” is due on {target_due}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
WITH goal, target, coalesce(link.lag_days, 0) AS lag_days, target.due AS target_due
WITH goal, target, lag_days, goal.due + duration({days: lag_days}) AS felt, target_due
WHERE felt > target_due
// As text: it may lie past the year 9999, where dates of most languages end.
RETURN goal.key AS key, goal.title AS title, target.key AS target, target.title AS target_title,
  goal.due AS due, lag_days, toString(felt) AS felt, target_due
ORDER BY key, target
