// title = "Goal with effort outside of its dates"
// severity = "warning"
// about = "Goal"
// reach = "self"
// identity = ["team", "period", "promised_to"]
// amounts = ["effort"]
// message = "{team} has promised {effort} for “{title}” in {period}, which is outside of the goal's dates"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (team:Team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal)
WHERE commitment.effort > 0
MATCH (commitment)-[:IN]->(period:Period)
WHERE period.ends < goal.starts OR period.starts > goal.due
RETURN goal.key AS key, goal.title AS title, team.key AS team, period.key AS period,
  commitment.promised_to AS promised_to, commitment.effort AS effort
ORDER BY key, team, period, promised_to
