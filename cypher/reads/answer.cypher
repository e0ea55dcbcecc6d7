// What was answered to the request of a key, and which request that was; null when there was none.
OPTIONAL MATCH (answer:Answer {key: $key})
RETURN CASE WHEN answer IS NULL THEN null ELSE [answer.request, answer.body] END
