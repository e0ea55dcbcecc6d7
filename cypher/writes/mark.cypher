// Never back: a newer program may have been here in between.
MERGE (schema:AlignmentSchema {one: true})
SET schema.version = CASE WHEN schema.version > $version THEN schema.version ELSE $version END
