// When a revision was made; null when its edit was not kept.
OPTIONAL MATCH (revision:Revision {seq: $seq})
RETURN revision.at
