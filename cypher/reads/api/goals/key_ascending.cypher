MATCH (goal:Goal)
WHERE goal.key > $key
  AND ($levels IS NULL OR goal.level IN $levels)
  AND ($statuses IS NULL OR coalesce(goal.status, 'active') IN $statuses)
  AND ($ambitions IS NULL OR goal.ambition IN $ambitions)
  AND ($origins IS NULL OR goal.origin IN $origins)
  AND ($due_before IS NULL OR goal.due < $due_before)
  AND ($due_after IS NULL OR goal.due > $due_after)
WITH goal ORDER BY goal.key LIMIT $limit
RETURN collect([goal {.*}, null])
