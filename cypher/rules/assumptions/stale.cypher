// title = "Goal whose contribution was not reviewed for long"
// severity = "info"
// about = "Goal"
// reach = "neighbours"
// identity = ["target"]
// settings.days = 90
// message = "The contribution of “{title}” to “{target_title}” was last reviewed on {reviewed_on}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND link.reviewed_on < $today - duration({days: $days})
RETURN goal.key AS key, goal.title AS title, target.key AS target, target.title AS target_title, link.reviewed_on AS reviewed_on
ORDER BY key, target
