// A named event of planning; its name is given once.
CREATE (event:CadenceEvent)
SET event = $event
