// title = "Stretch goal that only commitments support"
// severity = "info"
// about = "Goal"
// reach = "neighbours"
// message = "“{title}” is a stretch, but whatever supports it plays safe as a commitment"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND goal.ambition = 'stretch'
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WHERE coalesce(source.status, 'active') IN $counting
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
WITH goal, count(*) AS supporters, sum(CASE WHEN source.ambition = 'commitment' THEN 1 ELSE 0 END) AS safe
WHERE safe = supporters
RETURN goal.key AS key, goal.title AS title, supporters
ORDER BY key
