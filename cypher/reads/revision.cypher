// How often the map was edited.
MATCH (schema:AlignmentSchema)
RETURN coalesce(schema.revision, 0)
