// title = "Individual goal that supports only individual goals"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// message = "“{title}” supports only goals of individuals, none of a team or above"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND goal.level = 'individual'
  AND goal.standalone IS NULL
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
WITH goal, count(*) AS supported, sum(CASE WHEN target.level = 'individual' THEN 0 ELSE 1 END) AS others
WHERE others = 0
RETURN goal.key AS key, goal.title AS title, supported
ORDER BY key
