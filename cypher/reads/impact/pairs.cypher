// In which teams' periods something is promised to these goals.
MATCH (goal:Goal)
MATCH (team:Team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal), (commitment)-[:IN]->(period:Period)
WITH DISTINCT goal.key AS key, team.key AS team, period.key AS period
RETURN collect([key, team, period])
