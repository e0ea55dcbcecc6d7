// What a review of a contribution looks at, of both its ends, as assumptions/suspect does.
MATCH (goal:Goal {key: $goal})-[:CONTRIBUTES_TO]->(target:Goal {key: $target})
RETURN [side IN [goal, target] | [
  side.title,
  COLLECT { MATCH (side)-[:MEASURED_BY]->(measure:Measure) RETURN [measure.name, measure.target] ORDER BY measure.name },
  head(COLLECT { MATCH (side)<-[:OWNS]-(owner:Person) RETURN owner.key }),
  toString(side.starts),
  toString(side.due)
]]
