MATCH (period:Period)
CALL (period) {
  MATCH (team:Team)-[:HAS_CAPACITY]->(period)
  RETURN team
  UNION
  MATCH (team:Team)-[:MAKES]->(:Commitment)-[:IN]->(period)
  RETURN team
}
CALL (team, period) {
  MATCH (team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal:Goal), (commitment)-[:IN]->(period)
  WHERE coalesce(goal.status, 'active') IN $live
  RETURN coalesce(sum(commitment.effort), 0) AS load
}
OPTIONAL MATCH (team)-[stated:HAS_CAPACITY]->(period)
WITH team, period, load, stated ORDER BY team.key
RETURN collect([period.key, team.key, period.key, load, stated.amount])
