MATCH (period:Period)
MATCH (period)<-[:IN]-(commitment:Commitment)-[:FOR]->(goal:Goal), (team:Team)-[:MAKES]->(commitment)
RETURN collect([goal.key, team.key, period.key, commitment.promised_to, commitment {.effort}])
