// title = "Goal that contributes for no stated reason"
// severity = "info"
// about = "Goal"
// reach = "neighbours"
// identity = ["target"]
// message = "“{title}” contributes to “{target_title}”, but nobody has said why"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND trim(coalesce(link.because, '')) = ''
RETURN goal.key AS key, goal.title AS title, target.key AS target, target.title AS target_title
ORDER BY key, target
