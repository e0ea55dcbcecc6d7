// Whose roadmap each goal that something is promised to is on, its period, and its priority.
MATCH (goal:Goal)
WHERE EXISTS { (goal)<-[:FOR]-(:Commitment) }
OPTIONAL MATCH (team:Team)-[:PURSUES]->(goal)
OPTIONAL MATCH (goal)-[:IN]->(period:Period)
RETURN collect([goal.key, team.key, period.key, goal.priority])
