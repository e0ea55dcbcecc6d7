// title = "Goal that hinders another goal"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["target"]
// message = "“{title}” hinders “{target_title}”: its share is {share}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND link.share < 0
RETURN goal.key AS key, goal.title AS title, target.key AS target, target.title AS target_title, link.share AS share
ORDER BY key, target
