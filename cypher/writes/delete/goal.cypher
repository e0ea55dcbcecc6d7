// What was found about it goes with it.
UNWIND $rows AS row
MATCH (goal:Goal {key: row.key})
OPTIONAL MATCH (finding:Finding)-[:ABOUT]->(goal)
WITH goal, collect(finding) AS findings
FOREACH (finding IN findings | DETACH DELETE finding)
DETACH DELETE goal
