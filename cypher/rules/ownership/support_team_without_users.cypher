// title = "Support team that helps no other team"
// severity = "info"
// about = "Team"
// reach = "neighbours"
// message = "{title} is a support team, but none of its goals helps a team with another function"
// since = "0.2.0"
MATCH (team:Team)
// Dependencies are never refuted, so that one condition serves both kinds.
WHERE team.function = 'support'
  AND NOT EXISTS {
    MATCH (team)-[:PURSUES]->(helping:Goal)-[link:CONTRIBUTES_TO|NEEDED_BY]->(helped:Goal)<-[:PURSUES]-(user:Team)
    WHERE coalesce(helping.status, 'active') IN $live
      AND coalesce(helped.status, 'active') IN $live
      AND NOT coalesce(link.status, 'agreed') IN $refused
      AND user.function <> 'support'
  }
MATCH (team)-[:PURSUES]->(goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
WITH team, count(goal) AS goals
RETURN team.key AS key, coalesce(team.name, team.key) AS title, goals
ORDER BY key
