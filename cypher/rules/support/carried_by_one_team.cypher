// title = "Corporate goal that one team carries alone"
// severity = "info"
// about = "Goal"
// reach = "neighbours"
// message = "All {supporters} goals that support “{title}” are pursued by one team: {team}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE goal.level = 'corporate'
  AND coalesce(goal.status, 'active') IN $live
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
WHERE coalesce(source.status, 'active') IN $counting
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
OPTIONAL MATCH (team:Team)-[:PURSUES]->(source)
WITH goal, count(*) AS supporters, count(team) AS pursued, min(team.key) AS team, max(team.key) AS other
WHERE supporters >= 2 AND pursued = supporters AND team = other
RETURN goal.key AS key, goal.title AS title, team, supporters
ORDER BY key
