// The oldest revision whose edit is kept, and the newest of the map.
OPTIONAL MATCH (revision:Revision)
WITH min(revision.seq) AS first
MATCH (schema:AlignmentSchema)
RETURN [first, coalesce(schema.revision, 0)]
