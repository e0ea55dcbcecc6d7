// title = "Goal that outlives its period"
// severity = "warning"
// about = "Goal"
// reach = "self"
// message = "“{title}” is due on {due}, but its period {period} ends on {ends}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[:IN]->(period:Period)
WHERE goal.due > period.ends
RETURN goal.key AS key, goal.title AS title, period.key AS period, period.ends AS ends, goal.due AS due
ORDER BY key
