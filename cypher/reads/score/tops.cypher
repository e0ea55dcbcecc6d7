// Live corporate goals.
MATCH (top:Goal)
WHERE top.level = 'corporate' AND coalesce(top.status, 'active') IN $live
WITH top.key AS key ORDER BY key
RETURN collect(key)
