// What was found about it goes with it.
UNWIND $rows AS row
MATCH (person:Person {key: row.key})
OPTIONAL MATCH (finding:Finding)-[:ABOUT]->(person)
WITH person, collect(finding) AS findings
FOREACH (finding IN findings | DETACH DELETE finding)
DETACH DELETE person
