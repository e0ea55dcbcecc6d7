// title = "Team that is linked with no other team"
// severity = "info"
// about = "Team"
// reach = "neighbours"
// message = "{title} pursues {goals} goals, none of which is linked with a goal of another team"
// settings.at_least = 2
// since = "0.2.0"
MATCH (team:Team)
MATCH (team)-[:PURSUES]->(goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
WITH team, count(goal) AS goals
WHERE goals >= $at_least
  AND NOT EXISTS {
    MATCH (team)-[:PURSUES]->(own:Goal)-[link:CONTRIBUTES_TO|NEEDED_BY]-(other:Goal)<-[:PURSUES]-(another:Team)
    WHERE another <> team
      AND coalesce(own.status, 'active') IN $live
      AND coalesce(other.status, 'active') IN $live
      AND NOT coalesce(link.status, 'agreed') IN $refused
  }
RETURN team.key AS key, coalesce(team.name, team.key) AS title, goals
ORDER BY key
