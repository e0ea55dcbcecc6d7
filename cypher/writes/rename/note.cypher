// What was renamed by the newest revision of the map.
MATCH (schema:AlignmentSchema)
UNWIND $rows AS row
CREATE (:Renaming {label: row.label, old: row.old, new: row.new, revision: schema.revision})
