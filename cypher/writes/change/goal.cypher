UNWIND $rows AS row
MATCH (goal:Goal {key: row.key})
SET goal += row.properties
