// title = "Goal that leads to no corporate goal"
// severity = "warning"
// about = "Goal"
// reach = "downstream"
// message = "“{title}” contributes to other goals, but none of them leads to a corporate goal"
// settings.walk_up_at_most = 10_000_000
// since = "0.1.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND coalesce(goal.level, 'team') <> 'corporate'
  AND EXISTS {
    MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
    WHERE coalesce(target.status, 'active') IN $live
      AND NOT coalesce(link.status, 'agreed') IN $refused
      AND coalesce(link.share, 0) >= 0
  }
WITH collect(goal) AS asked
// Both ways below give the same answer. Twenty of the goals tell which is less work: how many links are above them?
WITH asked, [part IN range(0, 19) | asked[part * size(asked) / 20]] AS sample
CALL (sample) {
  UNWIND sample AS goal
  WITH DISTINCT goal
  MATCH (goal)-[:CONTRIBUTES_TO*0..]->(above)
  WITH DISTINCT goal, above
  MATCH (above)-[link:CONTRIBUTES_TO]->()
  RETURN count(link) AS links
}
WITH asked, size(asked) * links AS work
CALL (asked, work) {
  // Up from each goal until a corporate one turns up.
  WITH * WHERE size(asked) <= 30000 AND work <= $walk_up_at_most
  UNWIND asked AS goal
  WITH goal WHERE NOT EXISTS {
    MATCH (goal)
      (()-[up:CONTRIBUTES_TO WHERE NOT coalesce(up.status, 'agreed') IN $refused AND coalesce(up.share, 0) >= 0]->
       (above WHERE coalesce(above.status, 'active') IN $live))+
      (top WHERE coalesce(top.level, 'team') = 'corporate')
  }
  RETURN goal
  UNION ALL
  // Down from the corporate goals; a chain through a second corporate goal is that one's own.
  WITH * WHERE size(asked) > 30000 OR work > $walk_up_at_most
  WITH asked, COLLECT {
    MATCH (top:Goal WHERE top.level = 'corporate' AND coalesce(top.status, 'active') IN $live)
    WITH DISTINCT top
    MATCH (top)
      (()<-[down:CONTRIBUTES_TO WHERE NOT coalesce(down.status, 'agreed') IN $refused AND coalesce(down.share, 0) >= 0]-
       (below WHERE coalesce(below.status, 'active') IN $live AND coalesce(below.level, 'team') <> 'corporate'))+
      (led)
    RETURN DISTINCT led
  } AS leading
  UNWIND asked AS goal
  WITH goal, leading WHERE NOT goal IN leading
  RETURN goal
}
RETURN goal.key AS key, goal.title AS title, COUNT { (goal)-[:CONTRIBUTES_TO]->() } AS contributions
ORDER BY key
