"""The chance that each corporate goal is met, and which assumption is most worth testing next."""

from analyzer.outlook.asked import Asked
from analyzer.outlook.beliefs import Beliefs
from analyzer.outlook.chances import Outlook, look_ahead
from analyzer.outlook.rehearsal import Outlooks, look_ahead_with

__all__ = ["Asked", "Beliefs", "Outlook", "Outlooks", "look_ahead", "look_ahead_with"]
