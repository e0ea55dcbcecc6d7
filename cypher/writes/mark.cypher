MERGE (schema:AlignmentSchema {one: true})
ON CREATE SET schema.version = $version
