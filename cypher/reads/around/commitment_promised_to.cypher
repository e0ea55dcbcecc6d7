MATCH (team:Team)
MATCH (commitment:Commitment {promised_to: team.key})-[:FOR]->(goal:Goal), (commitment)-[:IN]->(period:Period), (maker:Team)-[:MAKES]->(commitment)
RETURN collect([goal.key, maker.key, period.key, commitment.promised_to, commitment {.effort}])
