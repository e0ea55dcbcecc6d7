// Audits that were kept are found by their number, acceptances by the finding that they are about.
CREATE CONSTRAINT alignment_audit_number IF NOT EXISTS FOR (audit:Audit) REQUIRE audit.number IS UNIQUE;
CREATE CONSTRAINT alignment_acceptance_fingerprint IF NOT EXISTS
FOR (acceptance:Acceptance) REQUIRE acceptance.fingerprint IS UNIQUE;
