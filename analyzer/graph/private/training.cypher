CREATE CONSTRAINT training_key IF NOT EXISTS FOR (x:Training) REQUIRE x.key IS UNIQUE;
CREATE FULLTEXT INDEX training_text IF NOT EXISTS FOR (x:Training) ON EACH [x.title];
CREATE INDEX training_due IF NOT EXISTS FOR (x:Training) ON (x.due);
CALL db.awaitIndexes(60);
UNWIND range(1, 3000) AS i
CREATE (x:Training {key: toString(i), title: 'goal ' + i, level: i % 4, due: date('2026-01-01') + duration({days: i})});
UNWIND range(2, 3000) AS i
MATCH (x:Training {key: toString(i)}), (y:Training {key: toString(i / 2)})
CREATE (x)-[:TRAINS {share: 0.5}]->(y);
UNWIND [{key: '7', title: 'seven'}, {key: 'new', title: 'new'}] AS row
MERGE (x:Training {key: row.key}) SET x += row REMOVE x._lock;
MATCH (x:Training) WHERE x.level = 2
OPTIONAL MATCH (y:Training)-[link:TRAINS]->(x) WHERE link.share > 0.2
WITH x, count(y) AS number, sum(link.share) AS shares WHERE number < 2
RETURN x.key AS key, x.title AS title, number, shares ORDER BY key;
MATCH (x:Training {key: '9'})-[:TRAINS*1..]->(y) RETURN collect(DISTINCT y.key);
MATCH (x:Training {key: '9'}) ((a)-[r:TRAINS]->(b))+ (y) RETURN count(DISTINCT y);
CALL db.index.fulltext.queryNodes('training_text', 'goal') YIELD node, score RETURN node.key, score LIMIT 5;
UNWIND ['1', '2', '3'] AS among
MATCH (x:Training {key: among}) WHERE EXISTS { (x)<-[:TRAINS]-() } AND x.due < date('2030-01-01')
RETURN collect({key: x.key, due: x.due, among: [(x)<-[:TRAINS]-(y) | y.key][..5]}) AS found;
EXPLAIN MATCH (x:Training) RETURN count(x);
SHOW INDEXES YIELD name;
MATCH (x:Training) WHERE x.level = 3 DETACH DELETE x
