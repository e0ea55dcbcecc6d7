// title = "Corporate goal that nobody is named for"
// severity = "error"
// about = "Goal"
// reach = "owner"
// message = "“{title}” is a corporate goal, but nobody is named as its owner"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE goal.level = 'corporate'
  AND coalesce(goal.status, 'active') IN $live
OPTIONAL MATCH (owner:Person)-[:OWNS]->(goal)
WITH goal, owner
WHERE owner.name IS NULL
RETURN goal.key AS key, goal.title AS title, owner.key AS owner
ORDER BY key
