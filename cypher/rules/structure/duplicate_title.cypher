// title = "Goal that has the title of another goal"
// severity = "info"
// about = "Goal"
// reach = "namesakes"
// message = "“{title}” has the same title as the goal {same_as}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  // Kept beside each title: without capitals, with single spaces. Maps of earlier versions lack it.
  AND goal.plain_title IS NOT NULL
WITH goal.plain_title AS plain_title, min(goal.key) AS same_as, collect(goal) AS same
WHERE size(same) > 1
UNWIND same AS goal
WITH goal, same_as
WHERE goal.key <> same_as
RETURN goal.key AS key, goal.title AS title, same_as
ORDER BY key
