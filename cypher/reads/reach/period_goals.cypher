MATCH (period:Period)
MATCH (goal:Goal)-[:IN]->(period)
WITH DISTINCT goal
RETURN collect(goal.key)
