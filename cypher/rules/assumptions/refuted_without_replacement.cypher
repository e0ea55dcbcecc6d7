// title = "Goal that lost support to a refuted assumption"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["source"]
// message = "It was refuted that “{source_title}” contributes to “{title}”, which has {support} of the support it needs"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND EXISTS { (goal)<-[:CONTRIBUTES_TO {status: 'refuted'}]-() }
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WITH goal, link, coalesce(link.confidence, 1.0) AS confidence, coalesce(link.share, 0) >= 0 AS helps,
  coalesce(source.status, 'active') IN $counting AND NOT coalesce(link.status, 'agreed') IN $refused AS counts
// As in support/insufficient_support, but here a goal that nothing supports any more has a support of 0.
WITH goal,
  sum(CASE WHEN helps THEN link.share END) AS stated,
  sum(CASE WHEN helps AND link.share IS NULL THEN 1 ELSE 0 END) AS unstated,
  sum(CASE WHEN helps AND counts THEN link.share * confidence END) AS by_stated,
  sum(CASE WHEN helps AND counts AND link.share IS NULL THEN confidence END) AS unstated_confidence
WITH goal, round(
  by_stated + CASE WHEN unstated > 0 AND stated < 1 THEN unstated_confidence * (1.0 - stated) / unstated ELSE 0.0 END,
  12) AS support
WHERE support < 1 - 1e-9
MATCH (source:Goal)-[link:CONTRIBUTES_TO {status: 'refuted'}]->(goal)
WHERE coalesce(link.share, 0) >= 0
RETURN goal.key AS key, goal.title AS title, source.key AS source, source.title AS source_title, support
ORDER BY key, source
