UNWIND $rows AS row
MATCH (goal:Goal {key: row.goal})
CREATE (goal)-[:MEASURED_BY]->(measure:Measure {name: row.name})
SET measure += row.properties
