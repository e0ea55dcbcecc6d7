// title = "Goal whose contribution changed since its review"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["target"]
// algorithm = "reviews"
// message = "“{title}” or “{target_title}” has changed since the contribution between them was reviewed"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND link.reviewed_as IS NOT NULL
RETURN goal.key AS key, goal.title AS title, target.key AS target, target.title AS target_title, link.reviewed_as AS reviewed_as,
  [side IN [goal, target] | [
    side.title,
    COLLECT { MATCH (side)-[:MEASURED_BY]->(measure:Measure) RETURN [measure.name, measure.target] ORDER BY measure.name },
    head(COLLECT { MATCH (side)<-[:OWNS]-(owner:Person) RETURN owner.key }),
    toString(side.starts),
    toString(side.due)
  ]] AS ends
ORDER BY key, target
