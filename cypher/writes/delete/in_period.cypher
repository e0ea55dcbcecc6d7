UNWIND $rows AS row
MATCH (goal:Goal {key: row.goal})
MATCH (period:Period {key: row.period})
MATCH (goal)-[link:IN]->(period)
DELETE link
