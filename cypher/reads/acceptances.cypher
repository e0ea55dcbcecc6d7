MATCH (acceptance:Acceptance)
WITH acceptance ORDER BY acceptance.fingerprint
RETURN collect(acceptance {.fingerprint, .reason, .by, .at, .until, .rule, .label, .key, .identity})
