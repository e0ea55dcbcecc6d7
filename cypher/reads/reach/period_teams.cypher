MATCH (period:Period)
CALL (period) {
  MATCH (team:Team)-[:HAS_CAPACITY]->(period)
  RETURN team
  UNION
  MATCH (team:Team)-[:MAKES]->(:Commitment)-[:IN]->(period)
  RETURN team
}
WITH DISTINCT team
RETURN collect(team.key)
