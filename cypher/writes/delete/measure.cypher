UNWIND $rows AS row
MATCH (goal:Goal {key: row.goal})-[:MEASURED_BY]->(measure:Measure {name: row.name})
DETACH DELETE measure
