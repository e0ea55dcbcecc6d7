// The goals with these keys, in this order.
UNWIND range(0, size($keys) - 1) AS at
MATCH (goal:Goal {key: $keys[at]})
WHERE ($levels IS NULL OR goal.level IN $levels)
  AND ($statuses IS NULL OR coalesce(goal.status, 'active') IN $statuses)
  AND ($ambitions IS NULL OR goal.ambition IN $ambitions)
  AND ($origins IS NULL OR goal.origin IN $origins)
  AND ($due_before IS NULL OR goal.due < $due_before)
  AND ($due_after IS NULL OR goal.due > $due_after)
WITH goal, at ORDER BY at LIMIT $limit
RETURN collect([goal {.*}, null])
