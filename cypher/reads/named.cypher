// What else than a node of this label is called so: what a finding names may then be that.
RETURN ($label <> 'Goal' AND EXISTS {MATCH (:Goal {key: $key})})
    OR ($label <> 'Team' AND EXISTS {MATCH (:Team {key: $key})})
    OR ($label <> 'Person' AND EXISTS {MATCH (:Person {key: $key})})
    OR ($label <> 'Period' AND EXISTS {MATCH (:Period {key: $key})})
    OR EXISTS {MATCH (:Measure {name: $key})}
    OR ($label <> 'Team' AND EXISTS {MATCH (:Commitment {promised_to: $key})})
