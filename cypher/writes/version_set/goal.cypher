// As nodes had them at another time.
UNWIND $rows AS row
MATCH (goal:Goal {key: row.key})
SET goal.version = row.version
