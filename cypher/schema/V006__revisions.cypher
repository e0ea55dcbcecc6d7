// Each edit of the map is kept under the number of the revision that it made; named days of planning beside them.
CREATE CONSTRAINT alignment_revision_seq IF NOT EXISTS FOR (revision:Revision) REQUIRE revision.seq IS UNIQUE;
CREATE CONSTRAINT alignment_cadence_event_name IF NOT EXISTS FOR (event:CadenceEvent) REQUIRE event.name IS UNIQUE;
