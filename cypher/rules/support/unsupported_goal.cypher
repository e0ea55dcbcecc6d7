// title = "Corporate goal that nothing supports"
// severity = "error"
// about = "Goal"
// reach = "neighbours"
// message = "“{title}” is a corporate goal, but no goal supports it"
// since = "0.1.0"
MATCH (goal:Goal)
WHERE goal.level = 'corporate'
  AND coalesce(goal.status, 'active') IN $live
  AND NOT EXISTS {
    MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
    WHERE coalesce(source.status, 'active') IN $counting
      AND NOT coalesce(link.status, 'agreed') IN $refused
      AND coalesce(link.share, 0) >= 0
  }
RETURN goal.key AS key, goal.title AS title, COUNT { (goal)<-[:CONTRIBUTES_TO]-() } AS contributions
ORDER BY key
