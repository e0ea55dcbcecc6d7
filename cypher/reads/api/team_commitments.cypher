MATCH (team:Team)
MATCH (team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal:Goal), (commitment)-[:IN]->(period:Period)
WITH goal, team, period, commitment ORDER BY period.key, goal.key, commitment.promised_to
RETURN collect([team.key, goal.key, team.key, period.key, commitment.promised_to, commitment.effort])
