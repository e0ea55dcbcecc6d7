"""Every Cypher text that runs; no logic."""
