// Rows without a value come last; the key decides between equals. Texts are computed anew by + '': Neo4j compares
// stored texts with each other by code point, but with a parameter by UTF-16 unit, and rows between pages would get lost.
MATCH (goal:Goal)
WHERE ($levels IS NULL OR goal.level IN $levels)
  AND ($statuses IS NULL OR coalesce(goal.status, 'active') IN $statuses)
  AND ($ambitions IS NULL OR goal.ambition IN $ambitions)
  AND ($origins IS NULL OR goal.origin IN $origins)
  AND ($due_before IS NULL OR goal.due < $due_before)
  AND ($due_after IS NULL OR goal.due > $due_after)
WITH goal, goal.key + '' AS key, CASE $order
  WHEN 'TITLE' THEN goal.title + ''
  WHEN 'DUE' THEN goal.due
  WHEN 'PRIORITY' THEN goal.priority
  ELSE CASE goal.level WHEN 'corporate' THEN 0 WHEN 'department' THEN 1 WHEN 'team' THEN 2 WHEN 'individual' THEN 3 END
END AS value
WHERE $key IS NULL OR CASE
  WHEN value IS NULL THEN $value IS NOT NULL OR key > $key
  ELSE value < $value OR (value = $value AND key > $key)
END
WITH goal, value ORDER BY value IS NULL, value DESC, key LIMIT $limit
RETURN collect([goal {.*}, value])
