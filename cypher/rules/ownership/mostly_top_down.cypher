// title = "Team that sets too few of its goals itself"
// severity = "info"
// about = "Team"
// reach = "team"
// message = "Of the {goals} goals of {title} whose origin is known, only {from_below} come from below"
// settings.bottom_up_at_least = 0.6
// settings.bottom_up_at_least_by_team = {}
// settings.at_least = 3
// since = "0.2.0"
MATCH (team:Team)
MATCH (team)-[:PURSUES]->(goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
  AND goal.origin IS NOT NULL
WITH team, count(goal) AS goals, sum(CASE goal.origin WHEN 'bottom_up' THEN 1 ELSE 0 END) AS from_below
WITH team, goals, from_below, 1.0 * from_below / goals AS bottom_up
WHERE goals >= $at_least AND bottom_up < coalesce($bottom_up_at_least_by_team[team.key], $bottom_up_at_least)
RETURN team.key AS key, coalesce(team.name, team.key) AS title, round(bottom_up, 12) AS bottom_up, from_below, goals
ORDER BY key
