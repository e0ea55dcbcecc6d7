"""Sets of changes kept under a name: put together, compared, kept valid as the map moves, and adopted."""

from analyzer.scenarios.opening import Opened, opened

__all__ = ["Opened", "opened"]
