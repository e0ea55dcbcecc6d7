// Kept audits without their findings, newest first; $last of them, or all.
MATCH (audit:Audit)
WITH audit ORDER BY audit.number DESC
WITH collect([
  audit.number, audit.at, audit.by, audit.today, audit.revision, audit.score, audit.counts, audit.by_rule
]) AS audits
RETURN CASE WHEN $last IS NULL THEN audits ELSE audits[..$last] END
