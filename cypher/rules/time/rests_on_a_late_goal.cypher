// title = "Goal that rests on a late goal"
// severity = "info"
// about = "Goal"
// reach = "neighbours"
// identity = ["source", "link"]
// message = "“{title}” rests on “{source_title}” (a {link}), which was due on {due}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
// Dependencies hold no share and are never refuted, so that one condition serves both kinds.
MATCH (source:Goal)-[link:CONTRIBUTES_TO|NEEDED_BY]->(goal)
WHERE coalesce(source.status, 'active') = 'active'
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
WITH goal, source, source.due AS due,
  CASE type(link) WHEN 'NEEDED_BY' THEN 'dependency' ELSE 'contribution' END AS link
WHERE due < $today
RETURN goal.key AS key, goal.title AS title, source.key AS source, source.title AS source_title,
  due, link
ORDER BY key, source, link
