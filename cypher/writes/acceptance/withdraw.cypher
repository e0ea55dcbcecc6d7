UNWIND $fingerprints AS fingerprint
MATCH (acceptance:Acceptance {fingerprint: fingerprint})
DELETE acceptance
