// Per team: itself, and its live goals.
MATCH (team:Team)
RETURN collect([team.key, team.key, null,
  [(team)-[:PURSUES]->(goal:Goal) WHERE coalesce(goal.status, 'active') IN $live | goal.key]])
