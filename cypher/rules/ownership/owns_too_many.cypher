// title = "Person who owns too many goals"
// severity = "warning"
// about = "Person"
// reach = "owner"
// message = "{title} owns {goals} goals, more than {at_most}"
// settings.at_most = 5
// since = "0.2.0"
MATCH (person:Person)
MATCH (person)-[:OWNS]->(goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
WITH person, count(goal) AS goals
WHERE goals > $at_most
RETURN person.key AS key, coalesce(person.name, person.key) AS title, goals, $at_most AS at_most
ORDER BY key
