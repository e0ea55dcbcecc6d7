MATCH (period:Period)
MATCH (period)<-[:IN]-(commitment:Commitment)-[:FOR]->(goal:Goal), (team:Team)-[:MAKES]->(commitment)
WITH goal, team, period, commitment ORDER BY team.key, goal.key, commitment.promised_to
RETURN collect([period.key, goal.key, team.key, period.key, commitment.promised_to, commitment.effort])
