MATCH (goal:Goal)
MATCH (goal)-[:CONTRIBUTES_TO|NEEDED_BY]-(other:Goal)
WITH DISTINCT other
RETURN collect(other.key)
