MATCH (team:Team)
CALL (team) {
  MATCH (team)-[:HAS_CAPACITY]->(period:Period)
  RETURN period
  UNION
  MATCH (team)-[:MAKES]->(:Commitment)-[:IN]->(period:Period)
  RETURN period
}
CALL (team, period) {
  MATCH (team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal:Goal), (commitment)-[:IN]->(period)
  WHERE coalesce(goal.status, 'active') IN $live
  RETURN coalesce(sum(commitment.effort), 0) AS load
}
OPTIONAL MATCH (team)-[stated:HAS_CAPACITY]->(period)
WITH team, period, load, stated ORDER BY period.key
RETURN collect([team.key, team.key, period.key, load, stated.amount])
