// title = "Goal whose contribution is not agreed"
// severity = "info"
// about = "Goal"
// reach = "neighbours"
// identity = ["target"]
// message = "That “{title}” contributes to “{target_title}” is proposed, but not agreed"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND link.status = 'proposed'
RETURN goal.key AS key, goal.title AS title, target.key AS target, target.title AS target_title
ORDER BY key, target
