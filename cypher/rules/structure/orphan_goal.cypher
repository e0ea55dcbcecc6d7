// title = "Goal that contributes to nothing"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// message = "“{title}” contributes to no goal that is still pursued"
// since = "0.1.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND coalesce(goal.level, 'team') <> 'corporate'
  AND goal.standalone IS NULL
  AND NOT EXISTS {
    MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
    WHERE coalesce(target.status, 'active') IN $live
      AND NOT coalesce(link.status, 'agreed') IN $refused
      AND coalesce(link.share, 0) >= 0
  }
RETURN goal.key AS key, goal.title AS title, COUNT { (goal)-[:CONTRIBUTES_TO]->() } AS contributions
ORDER BY key
