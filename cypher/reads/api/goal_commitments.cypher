MATCH (goal:Goal)
MATCH (goal)<-[:FOR]-(commitment:Commitment)<-[:MAKES]-(team:Team), (commitment)-[:IN]->(period:Period)
WITH goal, team, period, commitment ORDER BY period.key, team.key, commitment.promised_to
RETURN collect([goal.key, goal.key, team.key, period.key, commitment.promised_to, commitment.effort])
