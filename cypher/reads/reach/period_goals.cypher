MATCH (period:Period)
CALL (period) {
  MATCH (goal:Goal)-[:IN]->(period)
  RETURN goal
  UNION
  MATCH (goal:Goal)<-[:FOR]-(:Commitment)-[:IN]->(period)
  RETURN goal
}
WITH DISTINCT goal
RETURN collect(goal.key)
