"""Everything that can be set from outside, read once where a program starts and passed on as a value."""

import re
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from analyzer.errors import BadSettings

APP = "alignment-analyzer"
SCHEMES = tuple(f"{scheme}{security}://" for scheme in ("neo4j", "bolt") for security in ("", "+s", "+ssc"))


def _heap(heap: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,5}[mg]", heap.lower()):
        raise ValueError(f"{heap!r} is no amount of memory; write it as 900m or 4g")
    return heap.lower()


def _uri(uri: str) -> str:
    if not uri.startswith(SCHEMES):
        raise ValueError(f"{uri!r} is no address of a Neo4j: it begins with one of {', '.join(SCHEMES)}")
    return uri


class Settings(BaseSettings):
    """The settings; each is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    neo4j_uri: Annotated[str, AfterValidator(_uri)] | None = Field(
        None, description="Address of a Neo4j to use instead of the private one."
    )
    neo4j_username: str = Field("neo4j", description="User at NEO4J_URI.")
    neo4j_password: SecretStr | None = Field(None, description="Password at NEO4J_URI; absent: no authentication.")
    neo4j_password_file: Path | None = Field(None, description="A file that holds the password, for secrets in files.")
    neo4j_database: str | None = Field(None, description="Database at NEO4J_URI; absent: the server's default.")

    alignment_data: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP),
        description="Folder of the private Neo4j's data.",
    )
    alignment_cache: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path(APP),
        description="Folder of what was fetched: Neo4j's jars, the GraphiQL page. Safe to delete.",
    )
    alignment_neo4j_heap: Annotated[str, AfterValidator(_heap)] | None = Field(
        None,
        description="Heap of the private Neo4j, such as 2g; absent: a quarter of the machine, between 1g and 4g.",
    )
    alignment_neo4j_idle_minutes: float = Field(
        0, ge=0, description="Stop the private Neo4j after so many minutes without a connection; 0: never."
    )
    alignment_rules: Path | None = Field(
        None, description="Folder of rules of one's own, asked besides those that ship."
    )
    alignment_rule_settings: Path | None = Field(
        None, description="TOML file that chooses which rules are asked, their severities and thresholds."
    )
    alignment_token: SecretStr | None = Field(
        None, description="Bearer token that clients must send; required to serve on another address than loopback."
    )
    alignment_token_file: Path | None = Field(None, description="A file that holds the token, for secrets in files.")


def read_settings(**overrides: Any) -> Settings:  # noqa: ANN401 - values of any field, checked by pydantic
    """Read the environment; raises BadSettings naming every variable that can't be used."""
    try:
        return Settings(**overrides)
    except ValidationError as why:
        problems = (
            f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg'].removeprefix('Value error, ')}" for e in why.errors()
        )
        raise BadSettings("; ".join(problems)) from None


def secret(value: SecretStr | None, file: Path | None, name: str) -> str | None:
    """Take a secret from its variable or from its file, without the line end; raises BadSettings."""
    if value is not None or file is None:
        return value.get_secret_value() if value is not None else None
    try:
        return file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as why:
        raise BadSettings(f"{name} {file}: can't be read: {why}") from None
