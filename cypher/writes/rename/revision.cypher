// The next revision of the map, and what was renamed by it.
MATCH (schema:AlignmentSchema)
SET schema.revision = coalesce(schema.revision, 0) + 1
CREATE (:Renaming {label: $label, old: $old, new: $new, revision: schema.revision})
RETURN schema.revision
