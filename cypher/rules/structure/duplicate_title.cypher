// title = "Goal that has the title of another goal"
// severity = "info"
// about = "Goal"
// reach = "map"
// message = "“{title}” has the same title as the goal {same_as}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
// The words between white space of any kind, as Unicode knows it; the control characters among it are in no title.
WITH goal, [
  word IN split(toLower(goal.title), [
    ' ', '\u00a0', '\u1680', '\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006', '\u2007', '\u2008',
    '\u2009', '\u200a', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000'
  ])
  WHERE word <> ''
] AS words
WITH words, min(goal.key) AS same_as, collect(goal) AS same
WHERE size(same) > 1
UNWIND same AS goal
WITH goal, same_as
WHERE goal.key <> same_as
RETURN goal.key AS key, goal.title AS title, same_as
ORDER BY key
