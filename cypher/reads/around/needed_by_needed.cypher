MATCH (goal:Goal)
MATCH (goal)-[link:NEEDED_BY]->(other:Goal)
RETURN collect([goal.key, other.key, properties(link)])
