// title = "Goal whose contribution is trusted without evidence"
// severity = "info"
// about = "Goal"
// reach = "neighbours"
// identity = ["target"]
// settings.at_least = 0.8
// message = "The confidence that “{title}” contributes to “{target_title}” is {confidence}, but there is no evidence"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND link.confidence >= $at_least
  AND trim(coalesce(link.evidence, '')) = ''
RETURN goal.key AS key, goal.title AS title, target.key AS target, target.title AS target_title, link.confidence AS confidence
ORDER BY key, target
