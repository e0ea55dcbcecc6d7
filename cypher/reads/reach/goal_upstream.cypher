MATCH (goal:Goal)
MATCH (goal)-[:CONTRIBUTES_TO|NEEDED_BY*1..]->(other:Goal)
WITH DISTINCT other
RETURN collect(other.key)
