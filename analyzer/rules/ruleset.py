"""The rules that an organisation asks: those that ship, as it chose them, and its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from analyzer.errors import BadSettings, RuleError, UnknownRule
from analyzer.rules.choices import choose, read_choices
from analyzer.rules.files import built_in, read_page, readable_rules
from analyzer.rules.page import Page
from analyzer.rules.rule import Rule


@dataclass(frozen=True)
class RuleSet:
    """Rules that ship, rules from a folder of one's own, and what is wrong with files in that folder."""

    shipped: tuple[Rule, ...]
    own: tuple[Rule, ...] = ()
    broken: Mapping[str, RuleError] = field(default_factory=dict)
    """What is wrong with a file of the folder, by the id that its rule would have."""
    folder: Path | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All of them, sorted by id."""
        return tuple(sorted((*self.shipped, *self.own), key=lambda rule: rule.id))

    def only(self, ids: Iterable[str]) -> "RuleSet":
        """Keep the rules of these ids; raises UnknownRule, or what is wrong with the file of one."""
        wanted = set(ids)
        unknown = sorted(wanted - {rule.id for rule in self.rules})
        if refused := [self.broken[name] for name in unknown if name in self.broken]:
            raise refused[0]
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
        if not folder.is_dir():
            raise BadSettings(f"{folder}: there is no such folder of rules; make it by `alignment rules new`")
        own, broken = readable_rules(folder)
        taken = {rule.id for rule in shipped} & {rule.id for rule in own}
        broken |= {
            name: RuleError(f"{name}.cypher: a rule that ships has this name; choose another") for name in sorted(taken)
        }
        own = tuple(rule for rule in own if rule.id not in taken)
    if choices is not None:
        read = read_choices(choices)
        chosen = choose((*shipped, *own), read, str(choices), _others(read, shipped, broken, folder))
        names = {rule.id for rule in own}
        shipped = tuple(rule for rule in chosen if rule.id not in names)
        own = tuple(rule for rule in chosen if rule.id in names)
    return RuleSet(shipped, own, broken, folder)


def _others(choices: Iterable[str], shipped: Iterable[Rule], broken: Iterable[str], folder: Path | None) -> set[str]:
    """Name rules that choices may speak of though they are not asked: broken ones, one's own if no folder is given."""
    families = {rule.family for rule in shipped}
    elsewhere = {name for name in choices if name.partition("/")[0] not in families} if folder is None else set()
    return elsewhere | {*broken}
