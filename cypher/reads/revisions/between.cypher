// What made the revisions after one and up to another, oldest first.
MATCH (revision:Revision)
WHERE revision.seq > $since AND ($until IS NULL OR revision.seq <= $until)
WITH revision ORDER BY revision.seq
RETURN collect([revision.seq, revision.at, revision.by, revision.why, revision.changes, revision.inverse, revision.merged])
