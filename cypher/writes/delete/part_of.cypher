UNWIND $rows AS row
MATCH (team:Team {key: row.team})
MATCH (parent:Team {key: row.parent})
MATCH (team)-[link:PART_OF]->(parent)
DELETE link
