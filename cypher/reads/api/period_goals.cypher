MATCH (period:Period)
MATCH (goal:Goal)-[:IN]->(period)
WITH period, goal ORDER BY goal.key
RETURN collect([period.key, goal.key])
