// Which scenarios stand on one of these, directly or not.
UNWIND $keys AS key
MATCH (scenario:Scenario {key: key})
MATCH (scenario)<-[:STANDS_ON*1..]-(above:Scenario)
WITH DISTINCT above.key AS name ORDER BY name
RETURN collect(name)
