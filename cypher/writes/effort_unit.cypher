MATCH (schema:AlignmentSchema)
SET schema.effort_unit = $unit
