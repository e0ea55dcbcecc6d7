// title = "Corporate goal that comes after too many others"
// severity = "warning"
// about = "Goal"
// reach = "corporate"
// message = "“{title}” is number {rank} of {goals} corporate goals, but only {at_most} can come first"
// settings.at_most = 5
// since = "0.2.0"
MATCH (goal:Goal)
WHERE goal.level = 'corporate'
  AND coalesce(goal.status, 'active') IN $live
// Goals without a priority come last: null is sorted behind all numbers.
WITH goal ORDER BY goal.priority, goal.key
WITH collect(goal) AS ranked
UNWIND range(1, size(ranked)) AS rank
WITH ranked[rank - 1] AS goal, rank, size(ranked) AS goals
WHERE rank > $at_most
RETURN goal.key AS key, goal.title AS title, rank, goals, $at_most AS at_most
ORDER BY key
