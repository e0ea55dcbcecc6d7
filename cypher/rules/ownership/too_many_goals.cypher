// title = "Team that pursues too many goals"
// severity = "warning"
// about = "Team"
// reach = "team"
// message = "{title} pursues {goals} goals, more than {at_most}"
// settings.at_most = 5
// settings.at_most_by_team = {}
// since = "0.2.0"
MATCH (team:Team)
MATCH (team)-[:PURSUES]->(goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND coalesce(goal.level, 'team') <> 'individual'
WITH team, count(goal) AS goals, coalesce($at_most_by_team[team.key], $at_most) AS at_most
WHERE goals > at_most
RETURN team.key AS key, coalesce(team.name, team.key) AS title, goals, at_most
ORDER BY key
