MATCH (period:Period)
MATCH (goal:Goal)-[:IN]->(period)
RETURN collect([goal.key, period.key])
