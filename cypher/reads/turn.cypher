// Which run of an import may write the parts of a large plan.
MATCH (schema:AlignmentSchema)
RETURN schema.turn
