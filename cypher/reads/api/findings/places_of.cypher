// Fingerprint and place of those of these findings that are stored.
UNWIND $fingerprints AS fingerprint
MATCH (finding:Finding {fingerprint: fingerprint}) USING INDEX SEEK finding:Finding(fingerprint)
WHERE finding.rule IN $rules AND (finding)-[:ABOUT]->()
RETURN collect([finding.fingerprint, finding.place])
