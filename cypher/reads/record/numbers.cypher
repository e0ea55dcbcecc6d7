MATCH (audit:Audit)
WITH audit.number AS number ORDER BY number
RETURN collect(number)
