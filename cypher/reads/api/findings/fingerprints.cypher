MATCH (finding:Finding)
WHERE finding.rule IN $rules
RETURN collect(finding.fingerprint)
