// The last revisions, newest first: of all, or of those that one of these names is in; before one when it is given.
MATCH (revision:Revision)
WHERE ($names IS NULL OR any(name IN revision.names WHERE name IN $names))
  AND ($before IS NULL OR revision.seq < $before)
WITH revision ORDER BY revision.seq DESC LIMIT $last
RETURN collect([revision.seq, revision.at, revision.by, revision.why, revision.changes, revision.inverse, revision.merged])
