// The edit of an author who was given this token.
MATCH (revision:Revision {token: $token})
RETURN revision.seq
