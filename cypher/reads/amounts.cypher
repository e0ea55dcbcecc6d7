// Whether anything is counted in the unit of effort.
RETURN EXISTS {MATCH (:Team)-[:HAS_CAPACITY]->(:Period)}
    OR EXISTS {MATCH (commitment:Commitment) WHERE commitment.effort IS NOT NULL}
