// title = "Goal that supports one at a lower level"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["target"]
// message = "“{title}” at {level} level supports “{target_title}” at {target_level} level"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE [goal.level, target.level] IN [
    ['corporate', 'department'], ['corporate', 'team'], ['corporate', 'individual'],
    ['department', 'team'], ['department', 'individual'],
    ['team', 'individual']
  ]
  AND coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
RETURN goal.key AS key, goal.title AS title, goal.level AS level,
  target.key AS target, target.title AS target_title, target.level AS target_level
ORDER BY key, target
