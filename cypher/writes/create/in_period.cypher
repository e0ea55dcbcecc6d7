UNWIND $rows AS row
MATCH (goal:Goal {key: row.goal})
MATCH (period:Period {key: row.period})
CREATE (goal)-[:IN]->(period)
