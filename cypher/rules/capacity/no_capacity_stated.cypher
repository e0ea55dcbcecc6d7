// title = "Team that promised effort without a stated capacity"
// severity = "info"
// about = "Team"
// reach = "team"
// identity = ["period"]
// amounts = ["load"]
// message = "{title} has promised {load} in {period}, but nobody has said how much it can do"
// since = "0.1.0"
MATCH (team:Team)
MATCH (team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (commitment)-[:IN]->(period:Period)
WITH team, period, sum(commitment.effort) AS load
WHERE load > 0 AND NOT EXISTS { (team)-[:HAS_CAPACITY]->(period) }
RETURN team.key AS key, coalesce(team.name, team.key) AS title, period.key AS period, load
ORDER BY key, period
