// title = "Goal promised to somebody whose goals it does not serve"
// severity = "info"
// about = "Goal"
// reach = "neighbours"
// identity = ["team", "period", "promised_to"]
// message = "{team} has promised {promised_to} work on “{title}” in {period}, but it serves no goal of {promised_to}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE coalesce(goal.status, 'active') IN $live
MATCH (team:Team)-[:MAKES]->(commitment:Commitment)-[:FOR]->(goal)
WHERE commitment.promised_to IS NOT NULL
  AND NOT EXISTS {
    MATCH (goal)<-[:PURSUES|OWNS]-(holder)
    WHERE holder.key = commitment.promised_to
  }
  AND NOT EXISTS {
    MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
    WHERE coalesce(target.status, 'active') IN $live
      AND NOT coalesce(link.status, 'agreed') IN $refused
      AND coalesce(link.share, 0) >= 0
    MATCH (target)<-[:PURSUES|OWNS]-(holder)
    WHERE holder.key = commitment.promised_to
  }
  AND NOT EXISTS {
    MATCH (goal)-[dependency:NEEDED_BY]->(other:Goal)
    WHERE coalesce(other.status, 'active') IN $live
      AND coalesce(dependency.status, 'requested') <> 'declined'
    MATCH (other)<-[:PURSUES|OWNS]-(holder)
    WHERE holder.key = commitment.promised_to
  }
MATCH (commitment)-[:IN]->(period:Period)
RETURN goal.key AS key, goal.title AS title, team.key AS team, period.key AS period,
  commitment.promised_to AS promised_to
ORDER BY key, team, period, promised_to
