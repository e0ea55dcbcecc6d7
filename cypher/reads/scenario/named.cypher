// These scenarios and all that they stand on, each with the keys of those that it stands on itself, in order.
UNWIND $keys AS key
MATCH (named:Scenario {key: key})
MATCH (named)-[:STANDS_ON*0..]->(scenario:Scenario)
WITH DISTINCT scenario ORDER BY scenario.key
RETURN collect([properties(scenario), COLLECT {
  MATCH (scenario)-[link:STANDS_ON]->(below:Scenario)
  RETURN below.key ORDER BY link.place
}])
