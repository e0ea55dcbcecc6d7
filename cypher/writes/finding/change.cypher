UNWIND $rows AS row
MATCH (finding:Finding {fingerprint: row.fingerprint})
SET finding += row.properties
