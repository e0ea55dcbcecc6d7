UNWIND $rows AS row
MATCH (person:Person {key: row.person})
MATCH (goal:Goal {key: row.goal})
MATCH (person)-[link:OWNS]->(goal)
DELETE link
