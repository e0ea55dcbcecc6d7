UNWIND $ranges AS range
MATCH (finding:Finding) USING INDEX finding:Finding(place)
WHERE finding.place > range[0] AND finding.place < range[1]
  AND finding.rule IN $rules
  AND NOT finding.fingerprint IN $without
  AND (finding)-[:ABOUT]->()
RETURN count(finding)
