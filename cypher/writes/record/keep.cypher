CREATE (audit:Audit)
SET audit = $audit
