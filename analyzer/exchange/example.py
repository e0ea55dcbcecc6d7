"""The example organisation: a vendor of business software, with the problems that such an organisation has."""

from pathlib import Path

EXAMPLE = Path(__file__).with_name("example.yaml")
