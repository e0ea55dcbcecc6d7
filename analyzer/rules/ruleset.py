"""The rules that an organisation asks: those that ship, as it chose them, and its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from analyzer.errors import BadSettings, RuleError, UnknownRule
from analyzer.rules.choices import choose, read_choices
from analyzer.rules.files import built_in, read_page, readable_rules
from analyzer.rules.page import Page
from analyzer.rules.rule import ID, Rule


@dataclass(frozen=True)
class RuleSet:
    """Rules that ship, rules from a folder of one's own, and what is wrong with files in that folder."""

    shipped: tuple[Rule, ...]
    own: tuple[Rule, ...] = ()
    broken: Mapping[str, RuleError] = field(default_factory=dict)
    """What is wrong with a file of the folder, by the id that its rule would have."""
    folder: Path | None = None
    off: Mapping[str, str] = field(default_factory=dict)
    """Where a rule is switched off, by its id."""
    elsewhere: tuple[str, ...] = ()
    """What the choices name that is no rule here: one's own, if they lie in a folder that was not given."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All of them, sorted by id."""
        return tuple(sorted((*self.shipped, *self.own), key=lambda rule: rule.id))

    def only(self, ids: Iterable[str]) -> "RuleSet":
        """Keep the rules of these ids; raises UnknownRule, or what is wrong with the file of one."""
        wanted = set(ids)
        unknown = sorted(wanted - {rule.id for rule in self.rules})
        if refused := [why for name in unknown if (why := self.broken.get(name) or self.broken.get(_family(name)))]:
            raise refused[0]
        if off := [name for name in unknown if name in self.off]:
            raise UnknownRule(f"{off[0]}: switched off in {self.off[off[0]]}; remove enabled = false there")
        if unknown:
            raise UnknownRule(f"there is no rule {', '.join(unknown)}; `alignment rules list` lists them")
        return replace(
            self,
            shipped=tuple(rule for rule in self.shipped if rule.id in wanted),
            own=tuple(rule for rule in self.own if rule.id in wanted),
        )

    def page(self, rule: Rule) -> Page:
        """Read the page beside a rule; raises BadFrontMatter."""
        return read_page(rule, self.folder if rule in self.own else None)


def rule_set(folder: Path | None = None, choices: Path | None = None) -> RuleSet:
    """Read the rules of a folder besides those that ship, and what was chosen about all of them.

    Raises BadSettings for a folder or choices that can't be used; files of the folder that can't be used are told.
    """
    shipped = built_in()
    own: tuple[Rule, ...] = ()
    broken: dict[str, RuleError] = {}
    if folder is not None:
        own, broken = _read_own(folder)
        taken = {rule.id for rule in shipped} & {rule.id for rule in own}
        broken |= {
            name: RuleError(f"{name}.cypher: a rule that ships has this name; choose another") for name in sorted(taken)
        }
        own = tuple(rule for rule in own if rule.id not in taken)
    if choices is None:
        return RuleSet(shipped, own, broken, folder)
    read = read_choices(choices)
    elsewhere = _elsewhere(read, shipped) if folder is None else set()
    unread = {name for name in read if name in broken or _family(name) in broken}
    chosen = choose((*shipped, *own), read, str(choices), elsewhere | unread)
    asked, names = {rule.id for rule in chosen}, {rule.id for rule in own}
    return RuleSet(
        tuple(rule for rule in chosen if rule.id not in names),
        tuple(rule for rule in chosen if rule.id in names),
        broken,
        folder,
        {rule.id: str(choices) for rule in (*shipped, *own) if rule.id not in asked},
        tuple(sorted(elsewhere)),
    )


def _read_own(folder: Path) -> tuple[tuple[Rule, ...], dict[str, RuleError]]:
    try:
        if not folder.is_dir():
            raise BadSettings(f"{folder}: there is no such folder of rules; make it by `alignment rules new`")
        return readable_rules(folder)
    except OSError as why:
        raise BadSettings(f"{folder}: can't be read: {why.strerror or why}") from None


def _elsewhere(choices: Iterable[str], shipped: Iterable[Rule]) -> set[str]:
    """Name what can be a rule of one's own: choices may speak of these though their folder is not given now."""
    families = {rule.family for rule in shipped}
    return {name for name in choices if ID.fullmatch(name) and _family(name) not in families}


def _family(name: str) -> str:
    return name.partition("/")[0]
