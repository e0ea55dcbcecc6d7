MATCH (subject:Goal)
MATCH (subject)<-[:ABOUT]-(finding:Finding)
RETURN collect([
  finding.fingerprint, finding.rule, finding.severity, subject.key, finding.message, finding.evidence, finding.since
])
