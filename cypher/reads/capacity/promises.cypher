// All that teams promised, in millionths.
MATCH (team:Team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal:Goal), (commitment)-[:IN]->(period:Period)
RETURN collect([goal.key, team.key, period.key, commitment.promised_to, commitment.effort])
