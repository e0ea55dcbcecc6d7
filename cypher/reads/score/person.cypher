// Per person: the first of their teams, and their live goals.
MATCH (person:Person)
CALL (person) {
  OPTIONAL MATCH (person)-[:MEMBER_OF]->(team:Team)
  RETURN min(team.key) AS team
}
RETURN collect([person.key, team, person.key,
  [(person)-[:OWNS]->(goal:Goal) WHERE coalesce(goal.status, 'active') IN $live | goal.key]])
