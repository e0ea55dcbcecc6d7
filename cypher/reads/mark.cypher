// Whose database this is: our mark's version, or null, and whether it holds any node at all.
OPTIONAL MATCH (schema:AlignmentSchema)
RETURN {version: schema.version, importing: schema.importing, work: schema.work, empty: NOT EXISTS {MATCH (any)}}
