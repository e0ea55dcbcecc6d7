// title = "Corporate goal that rests on a doubtful assumption"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["source"]
// settings.below = 0.5
// message = "“{title}” can't do without “{source_title}”, but the confidence in its contribution is only {confidence}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE goal.level = 'corporate'
  AND coalesce(goal.status, 'active') IN $live
  AND EXISTS {
    MATCH (goal)<-[link:CONTRIBUTES_TO]-()
    WHERE link.confidence < $below
  }
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WHERE coalesce(link.share, 0) >= 0
WITH goal, link, coalesce(link.confidence, 1.0) AS confidence,
  coalesce(source.status, 'active') IN $counting AND NOT coalesce(link.status, 'agreed') IN $refused AS supports
// Support as in support/insufficient_support; whichever link is lost, the others keep their parts.
WITH goal,
  sum(link.share) AS stated,
  count(*) - count(link.share) AS unstated,
  sum(CASE WHEN supports THEN 1 ELSE 0 END) AS supporters,
  sum(CASE WHEN supports THEN link.share * confidence END) AS by_stated,
  sum(CASE WHEN supports AND link.share IS NULL THEN confidence END) AS unstated_confidence
WITH goal, supporters, by_stated, unstated_confidence,
  CASE WHEN unstated > 0 AND stated < 1 THEN (1.0 - stated) / unstated ELSE 0.0 END AS part
WITH goal, supporters, part, by_stated + unstated_confidence * part AS support
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WHERE link.confidence < $below
  AND coalesce(link.share, 0) >= 0
  AND coalesce(source.status, 'active') IN $counting
  AND NOT coalesce(link.status, 'agreed') IN $refused
WITH goal, source, link, supporters, support, support - coalesce(link.share, part) * link.confidence AS without
WHERE link.essential
  OR supporters = 1
  OR round(support, 12) >= 1 - 1e-9 AND round(without, 12) < 1 - 1e-9
RETURN goal.key AS key, goal.title AS title, source.key AS source, source.title AS source_title, link.confidence AS confidence
ORDER BY key, source
