"""What is in a database, to the last property, without any part of the product but the connection."""

NODES = "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties"
LINKS = (
    "MATCH (a)-[r]->(b) RETURN elementId(r) AS id, elementId(a) AS start, elementId(b) AS end, type(r) AS type, "
    "properties(r) AS properties"
)


def everything(store):
    """All nodes and relationships with their ids: equal only when nothing at all was written."""

    def ask(tx):
        return [
            sorted((row.data() for row in tx.run(query, {})), key=lambda row: row["id"]) for query in (NODES, LINKS)
        ]

    return store.read(ask)


def versions(store):
    """The version of every node that has a key."""
    query = "MATCH (n) WHERE n.key IS NOT NULL RETURN labels(n)[0] AS label, n.key AS key, n.version AS version"
    return {
        (row["label"], row["key"]): row["version"] for row in store.read(lambda tx: [*map(dict, tx.run(query, {}))])
    }


def do(store, query, **parameters):
    """Write something by hand."""
    return store.write(lambda tx: [row.data() for row in tx.run(query, parameters)])
