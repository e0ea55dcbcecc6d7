// Goals linked with these however indirectly, over links that count between live goals; none where a corporate goal is.
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  // Most goals lead up to a corporate one: that is found in a few steps, and the walk in all directions left out.
  AND NOT EXISTS {
    MATCH (goal)
      (()-[link:CONTRIBUTES_TO|NEEDED_BY WHERE NOT coalesce(link.status, 'agreed') IN $refused]->
       (other WHERE coalesce(other.status, 'active') IN $live))*
      (top:Goal)
    WITH DISTINCT top
    WHERE top.level = 'corporate'
  }
  AND NOT EXISTS {
    MATCH (goal)
      (()-[link:CONTRIBUTES_TO|NEEDED_BY WHERE NOT coalesce(link.status, 'agreed') IN $refused]-
       (other WHERE coalesce(other.status, 'active') IN $live))*
      (top:Goal)
    WITH DISTINCT top
    WHERE top.level = 'corporate'
  }
MATCH (goal)
  (()-[link:CONTRIBUTES_TO|NEEDED_BY WHERE NOT coalesce(link.status, 'agreed') IN $refused]-
   (other WHERE coalesce(other.status, 'active') IN $live))*
  (reached)
WITH DISTINCT reached
RETURN collect(reached.key)
