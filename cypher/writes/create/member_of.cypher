UNWIND $rows AS row
MATCH (person:Person {key: row.person})
MATCH (team:Team {key: row.team})
CREATE (person)-[:MEMBER_OF]->(team)
