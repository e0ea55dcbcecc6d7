MATCH (goal:Goal)
MATCH (goal)-[link:NEEDED_BY]->(other:Goal)
WITH goal, other, link ORDER BY other.key
RETURN collect([goal.key, other.key, properties(link)])
