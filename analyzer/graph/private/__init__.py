"""A Neo4j of our own, for those who have none: no Docker, no Java, no root."""

from analyzer.graph.private.server import PrivateNeo4j, Status

__all__ = ["PrivateNeo4j", "Status"]
