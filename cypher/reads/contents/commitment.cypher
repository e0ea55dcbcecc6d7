MATCH (goal:Goal)
MATCH (team:Team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal), (commitment)-[:IN]->(period:Period)
RETURN collect([goal.key, team.key, period.key, commitment.promised_to, commitment {.effort}])
