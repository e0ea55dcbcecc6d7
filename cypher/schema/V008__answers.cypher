// What was answered to requests that name a key, so that one sent again does nothing again.
CREATE CONSTRAINT alignment_answer_key IF NOT EXISTS FOR (answer:Answer) REQUIRE answer.key IS UNIQUE;
