UNWIND $rows AS row
MATCH (subject:Goal {key: row.key})
CREATE (finding:Finding)-[:ABOUT]->(subject)
SET finding = row.properties
