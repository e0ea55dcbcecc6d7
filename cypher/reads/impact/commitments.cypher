// What was promised to these goals, per team and period, in millionths.
MATCH (goal:Goal)
MATCH (team:Team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal), (commitment)-[:IN]->(period:Period)
WHERE commitment.effort IS NOT NULL
WITH team.key AS team, period.key AS period, sum(commitment.effort) AS effort
ORDER BY team, period
RETURN collect([team, period, effort])
