"""Write the documents that are generated: rules, changes, the GraphQL schema. CI fails when they are stale."""

from pathlib import Path

from analyzer.changes import catalogue
from analyzer.rules.catalogue import overview
from analyzer.rules.files import built_in
from api.schema import SCHEMA

ROOT = Path(__file__).resolve().parent.parent


def generated() -> dict[Path, str]:
    """Give every generated file with its content."""
    return {
        ROOT / "docs" / "rules.md": overview(built_in()),
        ROOT / "docs" / "changes.md": catalogue.overview(),
        ROOT / "api" / "schema.graphql": SCHEMA.as_str() + "\n",
    }


if __name__ == "__main__":
    for file, content in generated().items():
        file.write_text(content, "utf-8")
