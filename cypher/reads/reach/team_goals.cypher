MATCH (team:Team)
CALL (team) {
  MATCH (team)-[:PURSUES]->(goal:Goal)
  RETURN goal
  UNION
  MATCH (team)-[:MAKES]->(:Commitment)-[:FOR]->(goal:Goal)
  RETURN goal
}
WITH DISTINCT goal
RETURN collect(goal.key)
