// The rules whose findings are kept, each with what they hold for; null when none ever were.
OPTIONAL MATCH (schema:AlignmentSchema)
RETURN schema.asked
