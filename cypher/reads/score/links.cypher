// All supporting links.
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $counting
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
RETURN collect([goal.key, target.key])
