"""The Alignment Analyzer as a library: goals, teams and assumptions in Neo4j, and what can be asked of them."""
