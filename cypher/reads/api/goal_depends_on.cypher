MATCH (goal:Goal)
MATCH (other:Goal)-[link:NEEDED_BY]->(goal)
WITH goal, other, link ORDER BY other.key
RETURN collect([goal.key, other.key, properties(link)])
