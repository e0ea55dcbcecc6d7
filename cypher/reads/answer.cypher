// What was answered to the request of a key since a moment, and which request that was; null when there was none.
OPTIONAL MATCH (answer:Answer {key: $key})
WHERE answer.at >= $since
RETURN CASE WHEN answer IS NULL THEN null ELSE [answer.request, answer.body] END
