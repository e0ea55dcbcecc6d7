// Keep an answer for a request that may be sent again.
CREATE (answer:Answer)
SET answer = $answer
