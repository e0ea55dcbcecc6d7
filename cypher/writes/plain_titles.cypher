UNWIND $rows AS row
MATCH (goal:Goal {key: row.key})
SET goal.plain_title = row.plain_title
