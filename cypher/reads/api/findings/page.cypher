// Stored findings whose places lie within these ranges, in order. Places are compared by the index alone, as keys are
// in goals/key_ascending; a finding without its subject is nobody's.
UNWIND $ranges AS range
CALL (range) {
  MATCH (finding:Finding) USING INDEX finding:Finding(place)
  WHERE finding.place > range[0] AND finding.place < range[1]
    AND finding.rule IN $rules
    AND NOT finding.fingerprint IN $without
  MATCH (finding)-[:ABOUT]->(subject)
  WITH finding, subject ORDER BY finding.place LIMIT $limit
  RETURN finding, subject
}
WITH finding, subject ORDER BY finding.place LIMIT $limit
RETURN collect([
  finding.fingerprint, finding.rule, finding.severity, subject.key, finding.message, finding.evidence, finding.since
])
