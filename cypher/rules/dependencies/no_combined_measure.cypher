// title = "Goal that needs another team's goal without a common measure"
// severity = "info"
// about = "Goal"
// reach = "neighbours"
// identity = ["needed"]
// message = "“{title}” needs “{needed_title}” of another team, but no goal that both support has a measure"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (needed:Goal)-[dependency:NEEDED_BY]->(goal)
WHERE coalesce(needed.status, 'active') IN $live
  AND coalesce(dependency.status, 'requested') <> 'declined'
MATCH (team:Team)-[:PURSUES]->(goal)
MATCH (another:Team)-[:PURSUES]->(needed)
WHERE another <> team
  AND NOT EXISTS {
    MATCH (goal)-[link:CONTRIBUTES_TO]->(common:Goal)
    WHERE coalesce(common.status, 'active') IN $live
      AND NOT coalesce(link.status, 'agreed') IN $refused
      AND coalesce(link.share, 0) >= 0
      AND EXISTS { (common)-[:MEASURED_BY]->() }
    MATCH (needed)-[other:CONTRIBUTES_TO]->(common)
    WHERE NOT coalesce(other.status, 'agreed') IN $refused
      AND coalesce(other.share, 0) >= 0
  }
RETURN goal.key AS key, goal.title AS title, needed.key AS needed, needed.title AS needed_title
ORDER BY key, needed
