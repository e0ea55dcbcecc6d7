// title = "Goal in a group that is linked with no corporate goal"
// severity = "info"
// about = "Goal"
// reach = "cluster"
// algorithm = "components"
// message = "“{title}” and the goals it hangs together with, {goals} in all, are linked with no corporate goal"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
// Most goals are in one group with the corporate goal that has the most links. It is no finding: leave out its rows.
WITH collect(goal) AS asked
WITH asked, COLLECT {
  UNWIND asked AS top
  WITH top
  WHERE top.level = 'corporate'
  WITH top
  ORDER BY COUNT { (top)-[:CONTRIBUTES_TO|NEEDED_BY]-() } DESC, top.key
  LIMIT 1
  MATCH (top)
    (()-[link:CONTRIBUTES_TO|NEEDED_BY WHERE NOT coalesce(link.status, 'agreed') IN $refused]-
     (other WHERE coalesce(other.status, 'active') IN $live))*
    (reached)
  RETURN DISTINCT reached
} AS largest
UNWIND asked AS goal
WITH goal, largest
WHERE NOT goal IN largest
MATCH (goal)-[link:CONTRIBUTES_TO|NEEDED_BY]-(other:Goal)
WHERE coalesce(other.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
RETURN goal.key AS key, goal.title AS title, other.key AS next, coalesce(goal.level, 'team') = 'corporate' AS anchored
ORDER BY key, next
