// title = "Goal that is only supported indirectly"
// severity = "info"
// about = "Goal"
// reach = "neighbours"
// message = "“{title}” is supported only indirectly; supporting goals: {supporters}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WHERE coalesce(source.status, 'active') IN $counting
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
WITH goal, count(*) AS supporters, sum(CASE WHEN link.route = 'indirect' THEN 1 ELSE 0 END) AS indirect
WHERE indirect = supporters
RETURN goal.key AS key, goal.title AS title, supporters
ORDER BY key
