// title = "Goal that supports itself in a circle"
// severity = "warning"
// about = "Goal"
// reach = "upstream"
// algorithm = "cycles"
// message = "“{title}” is one of {goals} goals that support each other in a circle: {cycle}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  // No circle goes through a goal that has nothing below its supporters, nor to one that leads nowhere: fewer rows.
  AND EXISTS { (goal)<-[:CONTRIBUTES_TO]-()<-[:CONTRIBUTES_TO]-() }
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
  AND EXISTS { (target)-[:CONTRIBUTES_TO]->() }
RETURN goal.key AS key, goal.title AS title, target.key AS next
ORDER BY key, next
