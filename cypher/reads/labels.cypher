// How many nodes there are of each label that has keys, off the count store.
RETURN {
  Goal: COUNT { (:Goal) }, Team: COUNT { (:Team) }, Person: COUNT { (:Person) }, Period: COUNT { (:Period) }
}
