// Writers of whole documents take turns. Set first: no lock is taken to remove what no node ever had.
MATCH (schema:AlignmentSchema)
SET schema._lock = true
REMOVE schema._lock
