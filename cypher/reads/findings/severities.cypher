// How many findings of these rules are kept, by severity.
UNWIND $rules AS rule
MATCH (finding:Finding {rule: rule})
WITH finding.severity AS severity, count(finding) AS found
RETURN collect([severity, found])
