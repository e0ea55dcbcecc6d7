MATCH (goal:Goal)
MATCH (goal)<-[:CONTRIBUTES_TO*1..]-(other:Goal)
WITH DISTINCT other
RETURN collect(other.key)
