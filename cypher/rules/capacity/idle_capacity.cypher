// title = "Team with capacity that nobody has claimed"
// severity = "info"
// about = "Team"
// reach = "team"
// identity = ["period"]
// amounts = ["load", "capacity"]
// settings.least = 0.5
// settings.least_by_team = {}
// message = "{title} can do {capacity} in {period} but has promised only {load}"
// since = "0.2.0"
MATCH (team:Team)
CALL (team) {
  MATCH (team)-[stated:HAS_CAPACITY]->(period:Period)
  RETURN period, stated.amount AS capacity, 0 AS effort
  UNION ALL
  MATCH (team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal:Goal)
  WHERE coalesce(goal.status, 'active') IN $live
  MATCH (commitment)-[:IN]->(period:Period)
  RETURN period, 0 AS capacity, commitment.effort AS effort
}
WITH team, period, sum(effort) AS load, sum(capacity) AS capacity
WHERE capacity > 0 AND load < capacity * coalesce($least_by_team[team.key], $least)
  AND (period.ends IS NULL OR period.ends >= $today)
RETURN team.key AS key, coalesce(team.name, team.key) AS title, period.key AS period, load, capacity
ORDER BY key, period
