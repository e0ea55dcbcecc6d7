// Take named events back, and tell how many there were.
MATCH (event:CadenceEvent {name: $name})
WITH collect(event) AS events
FOREACH (event IN events | DELETE event)
RETURN size(events)
