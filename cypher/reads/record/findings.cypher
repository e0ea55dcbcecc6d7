MATCH (audit:Audit {number: $number})
RETURN audit.findings
