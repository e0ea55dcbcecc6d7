// The newest revision by the end of a moment; null when all were made later.
MATCH (revision:Revision)
WHERE revision.at <= $moment
RETURN max(revision.seq)
