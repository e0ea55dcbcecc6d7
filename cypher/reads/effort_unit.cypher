MATCH (schema:AlignmentSchema)
RETURN schema.effort_unit
