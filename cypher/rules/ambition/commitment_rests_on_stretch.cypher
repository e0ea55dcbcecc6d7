// title = "Commitment that rests on a stretch goal"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["source"]
// message = "“{title}” is a commitment, but “{source_title}”, which supports it, is a stretch"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND goal.ambition = 'commitment'
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WHERE coalesce(source.status, 'active') IN $live
  AND source.ambition = 'stretch'
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
RETURN goal.key AS key, goal.title AS title, source.key AS source, source.title AS source_title
ORDER BY key, source
