"""Where a Neo4j is and how to get in."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Address:
    """A Neo4j to talk to; without a password no authentication is tried."""

    uri: str
    username: str = "neo4j"
    password: str | None = field(default=None, repr=False)
    database: str | None = None
