"""The house keeps itself in order."""

import ast
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = sorted([*ROOT.glob("analyzer/**/*.py"), *ROOT.glob("api/**/*.py")])
TEXTS = sorted(ROOT.glob("cypher/**/*.cypher"))
HOSTS = ("repo1.maven.org", "repo.maven.apache.org", "pypi.org", "files.pythonhosted.org", "registry.npmjs.org")


def name_of(path):
    return str(path.relative_to(ROOT))


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("file", CODE, ids=name_of)
def test_cypher_lives_in_cypher(file):
    """Python asks by name; the texts are in cypher/."""
    assert not re.search(r"\b(MATCH|MERGE|CREATE|UNWIND)\s*[($]", without_examples(file.read_text("utf-8")))


def without_examples(source):
    """The first line that a text must have to be scoped is spoken of in sentences."""
    return re.sub(
        r"MATCH \(x:(Label|\{about\})\)|MATCH \\\(\(\?P|UNWIND \$among AS among MATCH \(\{variable\}", "", source
    )


def test_every_text_is_used():
    """By its name or by a name that is put together, such as writes/create/{kind.name}."""
    source = "\n".join(file.read_text("utf-8") for file in CODE)
    asked = {
        re.compile(re.sub(r"\\\{.*?\\\}", "[a-z_]+", re.escape(name)) + "$")
        for name in re.findall(r"""["']((?:reads|writes|schema|rules)/[^"'\s]+)["']""", source)
    }
    texts = {str(file.relative_to(ROOT / "cypher").with_suffix("")) for file in TEXTS}
    folders = ("rules/", "schema/", "scaffold/")  # read as whole folders
    unused = {
        name for name in texts if not name.startswith(folders) and not any(pattern.match(name) for pattern in asked)
    }
    assert unused == set()
    missing = {
        pattern.pattern
        for pattern in asked
        if not pattern.pattern.startswith(folders) and not any(pattern.match(name) for name in texts)
    }
    assert missing == set()


def test_every_kind_has_its_texts():
    from analyzer.graph.contents import KINDS, NODES

    def there(folder):
        return {file.stem for file in (ROOT / "cypher" / folder).iterdir()}

    names = {kind.name for kind in KINDS}
    assert there("reads/contents") == there("writes/create") == there("writes/delete") == names
    assert there("writes/change") == {kind.name for kind in KINDS if kind.record}
    nodes = {kind.name for kind in NODES}
    assert there("writes/version") == there("writes/version_set") == there("reads/keys") == nodes
    assert there("writes/lock") == nodes | {"schema"}


@pytest.mark.parametrize("file", CODE, ids=name_of)
def test_nothing_reads_the_environment_at_import(file):
    """Only inside functions, which a composition root calls."""
    waiting = list(ast.parse(file.read_text("utf-8")).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        assert not (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")), ast.unparse(node)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'":
            continue
        waiting.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("file", [file for file in CODE if file.name == "__init__.py"], ids=name_of)
def test_every_package_says_what_it_is(file):
    assert ast.get_docstring(ast.parse(file.read_text("utf-8")))


def test_no_file_knows_a_machine_or_a_registry_or_leaves_work_undone():
    found = []
    for file in tracked():
        if file.suffix == ".png" or file == Path(__file__):
            continue
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if re.search(r"(^|[\s\"'=(:])/(work|tmp|home|root|Users)/\w", line):
                found.append(f"{name_of(file)}:{number}: a path of one machine: {line.strip()[:90]}")
            if any(host in line for host in HOSTS):
                found.append(f"{name_of(file)}:{number}: a registry: {line.strip()[:90]}")
            if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
                found.append(f"{name_of(file)}:{number}: work undone: {line.strip()[:90]}")
    assert found == []


def test_the_wheel_holds_everything_that_runs(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as content:
        inside = {name for name in content.namelist() if ".dist-info/" not in name}
    wanted = {
        name_of(file)
        for package in ("analyzer", "api", "cypher")
        for file in (ROOT / package).glob("**/*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert wanted >= {*map(name_of, TEXTS), "analyzer/exchange/example.yaml", "analyzer/graph/private/neo4j.lock"}
    assert inside == wanted
