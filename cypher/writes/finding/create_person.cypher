UNWIND $rows AS row
MATCH (subject:Person {key: row.key})
CREATE (finding:Finding)-[:ABOUT]->(subject)
SET finding = row.properties
