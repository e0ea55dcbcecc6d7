// How many nodes of each label have a key, off the count store.
RETURN {
  Goal: COUNT { (:Goal) }, Team: COUNT { (:Team) }, Person: COUNT { (:Person) }, Period: COUNT { (:Period) }
}
