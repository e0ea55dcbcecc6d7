// What a team can do in a period and what it promised there, in millionths.
UNWIND $pairs AS pair
MATCH (team:Team {key: pair[0]})
MATCH (period:Period {key: pair[1]})
OPTIONAL MATCH (team)-[capacity:HAS_CAPACITY]->(period)
WITH team, period, capacity, COLLECT {
  MATCH (team)-[:MAKES]->(commitment:Commitment)-[:IN]->(period), (commitment)-[:FOR]->(goal:Goal)
  RETURN [goal.key, goal.status, commitment.promised_to, commitment.effort, goal.priority, goal.due]
} AS made
RETURN collect([team.key, period.key, capacity.amount, made])
