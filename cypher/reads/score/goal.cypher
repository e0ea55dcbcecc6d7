// Per goal: the team that pursues it, its owner, itself.
MATCH (goal:Goal)
RETURN collect([goal.key, head([(team:Team)-[:PURSUES]->(goal) | team.key]),
  head([(owner:Person)-[:OWNS]->(goal) | owner.key]), [goal.key]])
