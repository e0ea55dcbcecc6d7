// Whether anything but a goal is called so: what a finding names may then be that.
RETURN EXISTS {MATCH (:Team {key: $key})} OR EXISTS {MATCH (:Person {key: $key})} OR EXISTS {MATCH (:Period {key: $key})}
    OR EXISTS {MATCH (:Measure {name: $key})} OR EXISTS {MATCH (:Commitment {promised_to: $key})}
