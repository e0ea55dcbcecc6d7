UNWIND $rows AS row
MATCH (subject:Team {key: row.key})
CREATE (finding:Finding)-[:ABOUT]->(subject)
SET finding = row.properties
