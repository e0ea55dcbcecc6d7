UNWIND $rows AS row
MATCH (team:Team {key: row.team})
MATCH (parent:Team {key: row.parent})
CREATE (team)-[:PART_OF]->(parent)
