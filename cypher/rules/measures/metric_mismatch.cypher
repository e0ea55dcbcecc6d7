// title = "Goal that feeds another by measures that do not fit"
// severity = "warning"
// about = "Goal"
// reach = "neighbours"
// identity = ["target"]
// message = "“{title}” contributes to “{target_title}”, but {problem}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
WHERE coalesce(target.status, 'active') IN $live
  AND NOT coalesce(link.status, 'agreed') IN $refused
  AND coalesce(link.share, 0) >= 0
  AND (link.from_measure IS NOT NULL OR link.to_measure IS NOT NULL)
OPTIONAL MATCH (goal)-[:MEASURED_BY]->(from:Measure {name: link.from_measure})
OPTIONAL MATCH (target)-[:MEASURED_BY]->(to:Measure {name: link.to_measure})
WITH goal, link, target,
  CASE WHEN from IS NULL THEN '“' + goal.title + '” has no measure “' + link.from_measure + '”' END AS no_from,
  CASE WHEN to IS NULL THEN '“' + target.title + '” has no measure “' + link.to_measure + '”' END AS no_to,
  CASE
    WHEN toLower(trim(from.unit)) <> toLower(trim(to.unit))
    THEN '“' + from.name + '” is in ' + trim(from.unit) + ' and “' + to.name + '” in ' + trim(to.unit)
  END AS other_unit
WITH *, coalesce(no_from + ' and ' + no_to, no_from, no_to, other_unit) AS problem
WHERE problem IS NOT NULL
RETURN goal.key AS key, goal.title AS title, target.key AS target, target.title AS target_title,
  link.from_measure AS from_measure, link.to_measure AS to_measure, problem
ORDER BY key, target
