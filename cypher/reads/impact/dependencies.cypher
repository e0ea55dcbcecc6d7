MATCH (goal:Goal)
MATCH (source:Goal)-[link:NEEDED_BY]->(goal)
RETURN collect([source.key, goal.key, link.by, link.status])
