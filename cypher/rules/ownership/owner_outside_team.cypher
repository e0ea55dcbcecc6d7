// title = "Goal that somebody outside of its team owns"
// severity = "info"
// about = "Goal"
// reach = "owner"
// message = "“{title}” is pursued by {team}, but its owner {owner} is a member of other teams only"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (team:Team)-[:PURSUES]->(goal)<-[:OWNS]-(owner:Person)
WHERE EXISTS { (owner)-[:MEMBER_OF]->(:Team) }
  AND NOT EXISTS { (owner)-[:MEMBER_OF]->(team) }
RETURN goal.key AS key, goal.title AS title, owner.key AS owner, team.key AS team
ORDER BY key
