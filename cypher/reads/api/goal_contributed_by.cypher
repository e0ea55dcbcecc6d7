MATCH (goal:Goal)
MATCH (other:Goal)-[link:CONTRIBUTES_TO]->(goal)
WITH goal, other, link ORDER BY other.key
RETURN collect([goal.key, other.key, properties(link),
  coalesce(goal.status, 'active') IN $live
  AND coalesce(other.status, 'active') IN $counting
  AND NOT coalesce(link.status, 'agreed') IN $refused])
