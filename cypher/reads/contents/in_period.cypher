MATCH (goal:Goal)
MATCH (goal)-[:IN]->(period:Period)
RETURN collect([goal.key, period.key])
