UNWIND $rows AS row
MERGE (acceptance:Acceptance {fingerprint: row.fingerprint})
SET acceptance = row
