// Links without a share hold equal parts of what the stated shares leave, whether they support or not.
MATCH (goal:Goal)
OPTIONAL MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WHERE coalesce(link.share, 0) >= 0
WITH goal, link, coalesce(link.confidence, 1.0) AS confidence,
  coalesce(goal.status, 'active') IN $live AND coalesce(source.status, 'active') IN $counting
  AND NOT coalesce(link.status, 'agreed') IN $refused AS supports
WITH goal,
  sum(link.share) AS stated,
  count(link) - count(link.share) AS unstated,
  sum(CASE WHEN supports THEN link.share * confidence END) AS by_stated,
  sum(CASE WHEN supports AND link IS NOT NULL AND link.share IS NULL THEN confidence END) AS unstated_confidence
RETURN collect([goal.key,
  by_stated + CASE WHEN unstated > 0 AND stated < 1 THEN unstated_confidence * (1.0 - stated) / unstated ELSE 0.0 END])
