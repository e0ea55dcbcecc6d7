// title = "Team whose effort leads to no corporate goal"
// severity = "warning"
// about = "Team"
// reach = "downstream"
// identity = ["period"]
// amounts = ["load", "aligned"]
// message = "Of the {load} that {title} has promised in {period}, only {aligned} leads to a corporate goal"
// settings.at_least = 0.6
// settings.at_least_by_team = {}
// settings.walk_up_at_most = 10_000_000
// since = "0.2.0"
MATCH (team:Team)
MATCH (team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal:Goal)
WHERE commitment.effort > 0 AND coalesce(goal.status, 'active') IN $live
MATCH (commitment)-[:IN]->(period:Period)
WITH team, period, goal, sum(commitment.effort) AS effort
WITH collect({team: team, period: period, goal: goal, effort: effort}) AS efforts, collect(DISTINCT goal) AS asked
// Both ways below give the same answer. Twenty of the goals tell which is less work: how many links are above them?
WITH efforts, asked, [part IN range(0, 19) | asked[part * size(asked) / 20]] AS sample
CALL (sample) {
  UNWIND sample AS goal
  WITH DISTINCT goal
  MATCH (goal)-[:CONTRIBUTES_TO*0..]->(above)
  WITH DISTINCT goal, above
  MATCH (above)-[link:CONTRIBUTES_TO]->()
  RETURN count(link) AS links
}
WITH efforts, asked, size(asked) * links AS work
WITH efforts, COLLECT {
  // Up from each goal until a corporate one turns up.
  WITH * WHERE work <= $walk_up_at_most
  UNWIND asked AS goal
  WITH goal WHERE goal.level = 'corporate' OR EXISTS {
    MATCH (goal)
      (()-[up:CONTRIBUTES_TO WHERE NOT coalesce(up.status, 'agreed') IN $refused AND coalesce(up.share, 0) >= 0]->
       (above WHERE coalesce(above.status, 'active') IN $live))+
      (top)
    WITH DISTINCT top
    WHERE top.level = 'corporate'
  }
  RETURN goal AS led
  UNION ALL
  // Down from the corporate goals; a chain through a second corporate goal is that one's own.
  WITH * WHERE work > $walk_up_at_most
  MATCH (top:Goal WHERE top.level = 'corporate' AND coalesce(top.status, 'active') IN $live)
  WITH DISTINCT top
  MATCH (top)
    (()<-[down:CONTRIBUTES_TO WHERE NOT coalesce(down.status, 'agreed') IN $refused AND coalesce(down.share, 0) >= 0]-
     (below WHERE coalesce(below.status, 'active') IN $live AND coalesce(below.level, 'team') <> 'corporate'))*
    (led)
  RETURN DISTINCT led
} AS leading
UNWIND efforts AS one
WITH one.team AS team, one.period AS period,
  sum(one.effort) AS load, sum(CASE WHEN one.goal IN leading THEN one.effort ELSE 0 END) AS aligned
WITH team, period, load, aligned, round(toFloat(aligned) / load, 12) AS part
WHERE part < coalesce($at_least_by_team[team.key], $at_least)
RETURN team.key AS key, coalesce(team.name, team.key) AS title, period.key AS period, load, aligned, part
ORDER BY key, period
