// title = "Goal that only drafts support"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// message = "“{title}” is supported only by drafts; supporting goals: {supporters}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND coalesce(goal.status, 'active') <> 'draft'
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WHERE coalesce(source.status, 'active') IN $counting
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
WITH goal, count(*) AS supporters, sum(CASE WHEN source.status = 'draft' THEN 1 ELSE 0 END) AS drafts
WHERE drafts = supporters
RETURN goal.key AS key, goal.title AS title, supporters
ORDER BY key
