MATCH (schema:AlignmentSchema)
SET schema.importing = $importing
