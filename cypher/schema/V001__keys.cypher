// Every node that people name has a key that is unique per label; commitments and measures are found from their goal.
CREATE CONSTRAINT alignment_goal_key IF NOT EXISTS FOR (goal:Goal) REQUIRE goal.key IS UNIQUE;
CREATE CONSTRAINT alignment_team_key IF NOT EXISTS FOR (team:Team) REQUIRE team.key IS UNIQUE;
CREATE CONSTRAINT alignment_person_key IF NOT EXISTS FOR (person:Person) REQUIRE person.key IS UNIQUE;
CREATE CONSTRAINT alignment_period_key IF NOT EXISTS FOR (period:Period) REQUIRE period.key IS UNIQUE;
CREATE CONSTRAINT alignment_schema_one IF NOT EXISTS FOR (schema:AlignmentSchema) REQUIRE schema.one IS UNIQUE;
