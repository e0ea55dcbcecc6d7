MATCH (schema:AlignmentSchema)
SET schema.effort_unit = null, schema.revision = null, schema.asked = null
