UNWIND $rows AS row
MATCH (source:Goal {key: row.source})
MATCH (target:Goal {key: row.target})
CREATE (source)-[link:CONTRIBUTES_TO]->(target)
SET link += row.properties
