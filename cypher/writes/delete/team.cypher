// What was found about it goes with it.
UNWIND $rows AS row
MATCH (team:Team {key: row.key})
OPTIONAL MATCH (finding:Finding)-[:ABOUT]->(team)
WITH team, collect(finding) AS findings
FOREACH (finding IN findings | DETACH DELETE finding)
DETACH DELETE team
