"""The whole graph as it is stored, to the last property."""

BESIDES = ("version", "revision")
"""Counted up by every write."""


def everything_stored(tx):
    """All nodes and relationships of a map, without ids and without what is counted up."""
    nodes = tx.rows(
        "MATCH (n) WHERE NOT n:AlignmentSchema AND NOT n:Renaming RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS p",
        {},
    )
    links = tx.rows(
        "MATCH (a)-[r]->(b) RETURN elementId(a) AS a, type(r) AS type, properties(r) AS p, elementId(b) AS b", {}
    )
    shown = {
        row["id"]: repr(
            (sorted(row["labels"]), sorted((name, value) for name, value in row["p"].items() if name not in BESIDES))
        )
        for row in nodes
    }
    # A measure or commitment is told apart by what it hangs on.
    around = (
        {
            key: sorted(
                (row["type"], way, shown[other])
                for row in links
                for way, mine, other in (("out", row["a"], row["b"]), ("in", row["b"], row["a"]))
                if mine == key
            )
            for key in shown
        }
        if len(shown) < 500
        else {}
    )
    return (
        sorted((text, around.get(key)) for key, text in shown.items()),
        sorted((shown[row["a"]], row["type"], sorted(row["p"].items()), shown[row["b"]]) for row in links),
    )
