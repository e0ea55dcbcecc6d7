// Keys are compared by the index alone, by code point: Neo4j compares stored texts with each other by code point, but
// a stored text with a parameter by UTF-16 unit, and rows between a page and the next would get lost.
MATCH (goal:Goal) USING INDEX goal:Goal(key)
WHERE goal.key > $key
  AND ($levels IS NULL OR goal.level IN $levels)
  AND ($statuses IS NULL OR coalesce(goal.status, 'active') IN $statuses)
  AND ($ambitions IS NULL OR goal.ambition IN $ambitions)
  AND ($origins IS NULL OR goal.origin IN $origins)
  AND ($due_before IS NULL OR goal.due < $due_before)
  AND ($due_after IS NULL OR goal.due > $due_after)
WITH goal ORDER BY goal.key LIMIT $limit
RETURN collect([goal {.*}, null])
