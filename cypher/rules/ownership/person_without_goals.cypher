// title = "Person who owns no goal"
// severity = "info"
// about = "Person"
// reach = "owner"
// message = "{title} belongs to a team, but owns no goal that is still pursued"
// since = "0.2.0"
MATCH (person:Person)
WHERE EXISTS { (person)-[:MEMBER_OF]->(:Team) }
  AND NOT EXISTS {
    MATCH (person)-[:OWNS]->(goal:Goal)
    WHERE coalesce(goal.status, 'active') IN $live
  }
RETURN person.key AS key, coalesce(person.name, person.key) AS title
ORDER BY key
