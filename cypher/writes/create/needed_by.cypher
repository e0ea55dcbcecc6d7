UNWIND $rows AS row
MATCH (needed:Goal {key: row.needed})
MATCH (goal:Goal {key: row.goal})
CREATE (needed)-[link:NEEDED_BY]->(goal)
SET link += row.properties
