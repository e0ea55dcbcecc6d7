// Findings that are kept are found by their fingerprint and by their rule, and listed by their place.
CREATE CONSTRAINT alignment_finding_fingerprint IF NOT EXISTS
FOR (finding:Finding) REQUIRE finding.fingerprint IS UNIQUE;
CREATE INDEX alignment_finding_rule IF NOT EXISTS FOR (finding:Finding) ON (finding.rule);
CREATE INDEX alignment_finding_place IF NOT EXISTS FOR (finding:Finding) ON (finding.place);
