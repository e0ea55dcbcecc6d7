"""Which goals support each other in a circle."""

from collections.abc import Callable, Iterable, Iterator


def components(keys: Iterable[str], sources: Callable[[str], Iterable[str]]) -> Iterator[list[str]]:
    """Yield the strongly connected components, sources before their targets (Tarjan, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    done: set[str] = set()
    for start in keys:
        if start in order:
            continue
        order[start] = low[start] = len(order)
        stack.append(start)
        work = [(start, iter(sources(start)))]
        while work:
            key, rest = work[-1]
            for source in rest:
                if source not in order:
                    order[source] = low[source] = len(order)
                    stack.append(source)
                    work.append((source, iter(sources(source))))
                    break
                if source not in done:
                    low[key] = min(low[key], order[source])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[key])
                if low[key] == order[key]:
                    cut = stack.index(key) if stack[-1] != key else len(stack) - 1
                    component = stack[cut:]
                    del stack[cut:]
                    done.update(component)
                    yield component
