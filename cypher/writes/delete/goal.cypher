UNWIND $rows AS row
MATCH (goal:Goal {key: row.key})
DETACH DELETE goal
