// What made the newest revision of the map.
MATCH (schema:AlignmentSchema)
CREATE (revision:Revision {seq: schema.revision})
SET revision += $revision
