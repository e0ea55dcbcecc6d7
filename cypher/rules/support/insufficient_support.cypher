// title = "Goal that is not supported enough"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// message = "“{title}” has {support} of the support it needs"
// since = "0.1.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WHERE coalesce(link.share, 0) >= 0
WITH goal, link, coalesce(link.confidence, 1.0) AS confidence,
  coalesce(source.status, 'active') IN $counting AND NOT coalesce(link.status, 'agreed') IN $refused AS supports
WITH goal,
  sum(link.share) AS stated,
  count(*) - count(link.share) AS unstated,
  sum(CASE WHEN supports THEN 1 ELSE 0 END) AS supporters,
  sum(CASE WHEN supports THEN link.share * confidence END) AS by_stated,
  sum(CASE WHEN supports AND link.share IS NULL THEN confidence END) AS unstated_confidence
WHERE supporters > 0
// Links without a share hold equal parts of what the stated shares leave, whether they support or not.
// Rounded, since the order of a sum decides its last digits, and links come in any order.
WITH goal, supporters, round(
  by_stated + CASE WHEN unstated > 0 AND stated < 1 THEN unstated_confidence * (1.0 - stated) / unstated ELSE 0.0 END,
  12) AS support
WHERE support < 1 - 1e-9
RETURN goal.key AS key, goal.title AS title, support, supporters
ORDER BY key
