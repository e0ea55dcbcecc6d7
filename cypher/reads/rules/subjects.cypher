// How many there are of everything that a rule can be about.
RETURN {Goal: COUNT { (:Goal) }, Team: COUNT { (:Team) }, Person: COUNT { (:Person) }}
