MATCH (goal:Goal)
MATCH (source:Goal)-[link:CONTRIBUTES_TO]->(goal)
RETURN collect([source.key, goal.key, link.share, link.confidence, link.status, link.because])
