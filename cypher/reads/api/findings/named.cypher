UNWIND $fingerprints AS fingerprint
MATCH (finding:Finding {fingerprint: fingerprint}) USING INDEX SEEK finding:Finding(fingerprint)
MATCH (finding)-[:ABOUT]->(subject)
RETURN collect([
  finding.fingerprint, finding.rule, finding.severity, subject.key, finding.message, finding.evidence, finding.since
])
