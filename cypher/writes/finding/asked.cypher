MATCH (schema:AlignmentSchema)
SET schema.asked = $asked
