// Nobody sends again what was answered long ago.
MATCH (answer:Answer)
WHERE answer.at < $before
DELETE answer
