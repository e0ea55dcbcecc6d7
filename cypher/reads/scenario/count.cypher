RETURN COUNT { (:Scenario) }
