MATCH (goal:Goal)
MATCH (goal)-[link:CONTRIBUTES_TO]->(target:Goal)
RETURN collect([goal.key, target.key, properties(link)])
