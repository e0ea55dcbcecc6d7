UNWIND $rows AS row
MATCH (goal:Goal {key: row.goal})<-[:FOR]-(commitment:Commitment)<-[:MAKES]-(team:Team {key: row.team})
MATCH (commitment)-[:IN]->(:Period {key: row.period})
WHERE coalesce(commitment.promised_to, "") = coalesce(row.promised_to, "")
DETACH DELETE commitment
