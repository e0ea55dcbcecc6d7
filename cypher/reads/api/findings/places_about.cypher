// Fingerprint and place of the stored findings about these goals, teams and people.
CALL () {
  UNWIND $goals AS key
  MATCH (goal:Goal {key: key}) USING INDEX SEEK goal:Goal(key)
  MATCH (goal)<-[:ABOUT]-(finding:Finding)
  RETURN finding
  UNION ALL
  UNWIND $teams AS key
  MATCH (team:Team {key: key}) USING INDEX SEEK team:Team(key)
  MATCH (team)<-[:ABOUT]-(finding:Finding)
  RETURN finding
  UNION ALL
  UNWIND $people AS key
  MATCH (person:Person {key: key}) USING INDEX SEEK person:Person(key)
  MATCH (person)<-[:ABOUT]-(finding:Finding)
  RETURN finding
}
WITH finding
WHERE finding.rule IN $rules
RETURN collect([finding.fingerprint, finding.place])
