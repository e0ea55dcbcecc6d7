MATCH (scenario:Scenario {key: $key})
DETACH DELETE scenario
