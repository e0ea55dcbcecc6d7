// Each change of the map has a number.
MATCH (schema:AlignmentSchema)
SET schema.revision = coalesce(schema.revision, 0) + 1
