MATCH (audit:Audit)
RETURN coalesce(max(audit.number), 0) + 1
