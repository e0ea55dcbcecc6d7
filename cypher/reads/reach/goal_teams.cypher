MATCH (goal:Goal)
CALL (goal) {
  MATCH (team:Team)-[:PURSUES]->(goal)
  RETURN team
  UNION
  MATCH (team:Team)-[:MAKES]->(:Commitment)-[:FOR]->(goal)
  RETURN team
}
WITH DISTINCT team
RETURN collect(team.key)
