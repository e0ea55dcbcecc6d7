UNWIND $fingerprints AS gone
MATCH (finding:Finding {fingerprint: gone})
DETACH DELETE finding
