UNWIND $rows AS row
MATCH (person:Person {key: row.person})
MATCH (team:Team {key: row.team})
MATCH (person)-[link:MEMBER_OF]->(team)
DELETE link
