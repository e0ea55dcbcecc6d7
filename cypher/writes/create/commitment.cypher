UNWIND $rows AS row
MATCH (goal:Goal {key: row.goal})
MATCH (team:Team {key: row.team})
MATCH (period:Period {key: row.period})
CREATE (team)-[:MAKES]->(commitment:Commitment {promised_to: row.promised_to})-[:FOR]->(goal)
CREATE (commitment)-[:IN]->(period)
SET commitment += row.properties
