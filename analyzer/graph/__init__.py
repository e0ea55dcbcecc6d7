"""The way to Neo4j."""
