// What made the newest revision of the map; by the clocks of those who edit it none is older than the one before it.
MATCH (schema:AlignmentSchema)
OPTIONAL MATCH (before:Revision {seq: schema.revision - 1})
CREATE (revision:Revision {seq: schema.revision})
SET revision += $revision
SET revision.at = CASE WHEN before.at > revision.at THEN before.at ELSE revision.at END
