// title = "Goal with a commitment of unknown effort"
// severity = "info"
// about = "Goal"
// reach = "self"
// identity = ["team", "period", "promised_to"]
// message = "{team} has committed itself to “{title}” in {period}, but nobody has said how much effort it takes"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (team:Team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal)
WHERE commitment.effort IS NULL
MATCH (commitment)-[:IN]->(period:Period)
RETURN goal.key AS key, goal.title AS title, team.key AS team, period.key AS period,
  commitment.promised_to AS promised_to
ORDER BY key, team, period, promised_to
