MATCH (schema:AlignmentSchema)
SET schema.importing = $importing, schema.turn = $turn, schema.work = $work
