MATCH (goal:Goal)
MATCH (goal)-[link:CONTRIBUTES_TO]->(other:Goal)
WITH goal, other, link ORDER BY other.key
RETURN collect([goal.key, other.key, properties(link),
  coalesce(other.status, 'active') IN $live
  AND coalesce(goal.status, 'active') IN $counting
  AND NOT coalesce(link.status, 'agreed') IN $refused])
