UNWIND $rows AS row
MATCH (person:Person {key: row.person})
MATCH (goal:Goal {key: row.goal})
CREATE (person)-[:OWNS]->(goal)
