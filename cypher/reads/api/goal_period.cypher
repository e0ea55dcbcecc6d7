MATCH (goal:Goal)
MATCH (goal)-[:IN]->(period:Period)
WITH goal, period ORDER BY period.key
RETURN collect([goal.key, period.key])
