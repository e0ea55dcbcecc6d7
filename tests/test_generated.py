"""What is generated is as the sources say; `make docs` writes it anew."""

import runpy
from pathlib import Path

import pytest

GENERATED = runpy.run_path(str(Path(__file__).resolve().parent.parent / "docs" / "generate.py"))["generated"]()


@pytest.mark.parametrize("file", GENERATED, ids=lambda file: file.name)
def test_generated_files_are_fresh(file):
    assert file.read_text("utf-8") == GENERATED[file], "run `make docs` and commit what it writes"
