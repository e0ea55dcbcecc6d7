// All scenarios, each with the keys of those that it stands on, in order.
MATCH (scenario:Scenario)
WITH scenario ORDER BY scenario.key
RETURN collect([properties(scenario), COLLECT {
  MATCH (scenario)-[link:STANDS_ON]->(below:Scenario)
  RETURN below.key ORDER BY link.place
}])
