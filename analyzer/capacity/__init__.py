"""What teams can do about having promised too much: four ways, each worked out exactly and costed by itself."""

from analyzer.capacity.options import Way
from analyzer.capacity.remedies import Remedies, Remedy, find_remedies, remedies_of

__all__ = ["Remedies", "Remedy", "Way", "find_remedies", "remedies_of"]
