MERGE (scenario:Scenario {key: $properties.key})
SET scenario = $properties
WITH scenario
OPTIONAL MATCH (scenario)-[link:STANDS_ON]->(:Scenario)
DELETE link
WITH DISTINCT scenario
UNWIND range(0, size($on) - 1) AS place
MATCH (below:Scenario {key: $on[place]})
CREATE (scenario)-[:STANDS_ON {place: place}]->(below)
