MATCH (goal:Goal)
MATCH (needed:Goal)-[link:NEEDED_BY]->(goal)
RETURN collect([needed.key, goal.key, properties(link)])
