UNWIND $rows AS row
CREATE (goal:Goal {key: row.key, version: 1})
SET goal += row.properties
