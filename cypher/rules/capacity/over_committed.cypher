// title = "Team that promised more than it can do"
// severity = "error"
// about = "Team"
// reach = "team"
// identity = ["period"]
// amounts = ["load", "capacity"]
// message = "{title} has promised {load} in {period} but can do {capacity}"
// since = "0.1.0"
MATCH (team:Team)
MATCH (team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (commitment)-[:IN]->(period:Period)
WITH team, period, sum(commitment.effort) AS load
MATCH (team)-[stated:HAS_CAPACITY]->(period)
WHERE load > stated.amount
RETURN team.key AS key, coalesce(team.name, team.key) AS title, period.key AS period, load, stated.amount AS capacity
ORDER BY key, period
