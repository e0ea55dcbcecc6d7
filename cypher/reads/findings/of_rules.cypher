MATCH (finding:Finding)-[:ABOUT]->(subject)
WHERE finding.rule IN $rules
RETURN collect([
  finding.fingerprint, finding.rule, finding.severity, subject.key, finding.message, finding.evidence, finding.since
])
