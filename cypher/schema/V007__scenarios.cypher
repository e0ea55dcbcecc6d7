// Scenarios are found by their name.
CREATE CONSTRAINT alignment_scenario_key IF NOT EXISTS FOR (scenario:Scenario) REQUIRE scenario.key IS UNIQUE;
