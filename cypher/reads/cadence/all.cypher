// Named events of planning, the last first.
MATCH (event:CadenceEvent)
WITH event ORDER BY event.on DESC, event.seq DESC, event.name
RETURN collect([event.name, event.kind, event.on, event.seq, event.by, event.at, event.why])
