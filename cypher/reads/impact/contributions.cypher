MATCH (goal:Goal)
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
RETURN collect([source.key, goal.key, link.share, link.confidence, link.essential, link.status, link.lag_days])
