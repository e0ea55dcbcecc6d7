// Of each kept audit up to this one, oldest first: what the one before it had found and it did not.
MATCH (audit:Audit)
WHERE audit.number <= $number
WITH audit ORDER BY audit.number
RETURN collect([audit.revision, audit.gone])
