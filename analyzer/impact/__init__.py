"""What breaks if goals are dropped, postponed or changed: who is hit, how hard, and along which chain."""

from analyzer.impact.rehearsal import Fit, Freed, Impact, rehearse, what_breaks
from analyzer.impact.sentences import explain, why_not

__all__ = ["Fit", "Freed", "Impact", "explain", "rehearse", "what_breaks", "why_not"]
