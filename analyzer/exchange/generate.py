"""Large goal maps that look like real ones, to try the product and to measure it with.

Everything is drawn from one seeded source of `random()` floats, whose sequence Python keeps from version to version,
so that a number of goals and a seed always give the same document.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product
from random import Random
from typing import Any, TypeVar

from analyzer.errors import BadSettings
from analyzer.exchange.vocabulary import (
    AMBITION,
    AREAS,
    ASSUMPTION,
    BRANCHES,
    CORPORATE_TITLES,
    DEPENDENCY,
    DO,
    EVIDENCE,
    FIRST_NAMES,
    FUTURE,
    LAST_NAMES,
    LINK_COUNT,
    METRICS,
    NEEDS,
    ORIGIN,
    PAST,
    PLACES,
    PRESENT,
    REASONS,
    STANDALONE,
    WHO,
)

Document = dict[str, Any]
_T = TypeVar("_T")

SPAN = 8  # teams that are directly part of one other team
MOST_CORPORATE = 20
QUARTER = 3  # months

LIVE = ("draft", "proposed", "active", None)


def generate(
    goals: int, *, seed: int = 0, teams: int | None = None, periods: int = 8, first_year: int = 2026
) -> Document:
    """Make a plan document with so many goals; by default four goals a team, over quarters from the first year on."""
    teams = max(1, goals // 4) if teams is None else teams
    for name, value in (("goals", goals), ("teams", teams), ("periods", periods)):
        if value < 1:
            raise BadSettings(f"{name}: {value} is too few; give 1 or more")
    return _Organisation(goals, Random(seed), teams, _quarters(first_year, periods)).document()  # noqa: S311 - no secret


def _quarters(first_year: int, count: int) -> list[tuple[str, date, date]]:
    starts = [date(first_year + q // 4, 1 + q % 4 * QUARTER, 1) for q in range(count + 1)]
    return [
        (f"{start.year}-Q{start.month // QUARTER + 1}", start, after - timedelta(days=1))
        for start, after in pairwise(starts)
    ]


class _Organisation:
    """An organisation while it is drawn: first who has which goal and when, then what goals say of each other.

    Goals are numbered from the top of the organisation down: corporate, department, team, individual. Teams form a
    tree in which team n is part of team (n - 1) // SPAN; team 0 is the board.
    """

    def __init__(self, goals: int, random: Random, teams: int, periods: list[tuple[str, date, date]]) -> None:
        self.random: Callable[[], float] = random.random
        self.teams = teams
        self.periods = periods
        self.now = (len(periods) - 1) // 2  # the current period: few goals are over, since most are due late
        self.inner = -(-(teams - 1) // SPAN)  # teams that have teams; all others are leaves
        first = periods[0][1]
        days = (periods[-1][2] - first).days + 1
        self.days = [(first + timedelta(days=day)).isoformat() for day in range(days)]
        self.starts = [(starts - first).days for _, starts, _ in periods]
        self.ends = [(ends - first).days for _, _, ends in periods]
        self.today = self.starts[self.now] + (self.ends[self.now] - self.starts[self.now]) // 2
        self.amounts = (*range(3, 41), *(Decimal(quarters) / 4 for quarters in range(13, 100, 2)))

        corporate = min(MOST_CORPORATE, 4 + goals // 4000, max(1, goals // 4))
        department = (goals - corporate) * 8 // 100
        team = (goals - corporate) * 55 // 100
        self.count = goals
        self.levels = (0, corporate, corporate + department, corporate + department + team, goals)
        self.backed = max(min(corporate, 3), corporate - 1)  # of four and more the last one is left without support

        self._draw_recurring()
        self._draw_teams()
        self._draw_people()
        self._draw_goals()
        self._draw_contributions()
        self.loads: dict[tuple[int, int], int | Decimal] = {}

    def document(self) -> Document:
        """Write it all down."""
        goals = [self._goal(goal) for goal in range(self.count)]  # first: capacities follow from what is promised
        return {
            "alignment": 1,
            "effort_unit": "person-days",
            "periods": [
                {"key": key, "starts": starts.isoformat(), "ends": ends.isoformat()}
                for key, starts, ends in self.periods
            ],
            "people": self.people,
            "teams": [self._team(team) for team in range(self.teams)],
            "goals": goals,
        }

    def _pick(self, options: Sequence[_T]) -> _T:
        return options[int(self.random() * len(options))]

    def _chance(self, probability: float) -> bool:
        return self.random() < probability

    def _below(self, limit: int) -> int:
        return int(self.random() * limit)

    # ------------------------------------------------------------ what recurs

    def _draw_recurring(self) -> None:
        """Draw what goals, measures and links have in common with others, once: drawing it a million times is slow."""
        size = min(self.count, 1000)
        self.habits = [self._habit() for _ in range(size)]
        self.beliefs = [[self._belief(confident) for _ in range(size)] for confident in (0.25, 0.85)]
        self.known = {
            function: [[self._metric(*metric) for _ in range(min(size, 100))] for metric in metrics]
            for function, metrics in METRICS.items()
        }

    def _habit(self) -> Document:
        """Draw what a goal says of itself, apart from what it is about."""
        node: Document = {}
        if ambition := self._pick(AMBITION):
            node["ambition"] = ambition
        if origin := self._pick(ORIGIN):
            node["origin"] = origin
        if self._chance(0.6):
            node["priority"] = 1 + self._below(5)
        if self._chance(0.4):
            node["likelihood"] = self._below(101) / 100
        return node

    def _belief(self, confident: float) -> Document:
        """Draw what a contribution says, apart from whom it supports and how much."""
        node: Document = {}
        if self._chance(0.85):
            node["because"] = self._pick(REASONS)
        if self._chance(confident):
            node["confidence"] = (50 + self._below(51)) / 100
        if self._chance(0.04):
            node["essential"] = True
        if self._chance(0.7):
            node["route"] = "indirect" if self._chance(0.3) else "direct"
        if self._chance(0.2):
            node["lag_days"] = self._pick((7, 14, 30, 60, 90))
        if status := self._pick(ASSUMPTION):
            node["status"] = status
        if self._chance(0.08):
            node["evidence"] = self._pick(EVIDENCE)
        if self._chance(0.5):
            node["reviewed_on"] = self.days[self._below(self.today + 1)]
        return node

    def _metric(self, name: str, unit: str, lowest: int, way: int) -> Document:
        """Draw a measure before its first reading."""
        if self._chance(0.08):
            return {"name": name, "baseline": 0, "target": 1, "kind": "binary", "automatic": False}
        stretch = 0.75 + self.random() / 2  # the same for both, so that none falls below zero
        baseline = int(lowest * stretch)
        return {
            "name": name,
            "unit": unit,
            "baseline": baseline,
            "target": baseline + int(way * stretch),
            "kind": "lagging" if self._chance(0.2) else "leading",
            "automatic": self._chance(0.7),
            "every_days": self._pick((1, 1, 7, 7, 30, 90)),
        }

    # ------------------------------------------------------------ who

    def _draw_teams(self) -> None:
        """Give every team a function, that of the branch it is in, a name and a key."""
        self.functions = ["corporate"]
        self.names = ["Executive board"]
        self.team_keys = ["board"]
        for team in range(1, self.teams):
            boss = (team - 1) // SPAN
            function = self.functions[boss] if boss else BRANCHES[team - 1]
            name = f"{self._pick(AREAS[function])} {self._pick(PLACES)} {team}"
            self.functions.append(function)
            self.names.append(name)
            self.team_keys.append(name.lower().replace(" ", "-"))

    def _draw_people(self) -> None:
        """Two people a team, some of them also in another one."""
        self.people: list[Document] = []
        self.people_keys: list[str] = []
        names = [(f"{first} {last}", f"{first}-{last}".lower()) for first, last in product(FIRST_NAMES, LAST_NAMES)]
        for number in range(2 * self.teams):
            name, stem = self._pick(names)
            key = f"{stem}-{number}"
            teams = [self.team_keys[number // 2]]
            if self._chance(0.05):
                other = self._pick(self.team_keys)
                if other not in teams:
                    teams.append(other)
            self.people_keys.append(key)
            self.people.append({"key": key, "name": name, "email": f"{key}@example.com", "teams": teams})

    # ------------------------------------------------------------ which goals, when

    def _draw_goals(self) -> None:
        """Give every goal a team, a period, a status, days, a key and its measures."""
        _, corporate, department, team, count = self.levels
        inner = max(1, self.inner)
        leaves = self.teams - self.inner
        self.team_of = [0] * corporate
        # sorted, so that a supported goal comes before its supporters
        self.team_of += sorted(1 + self._below(inner - 1) if inner > 1 else 0 for _ in range(corporate, department))
        self.team_of += [self.inner + self._below(leaves) for _ in range(department, count)]
        self.pursued: list[list[int]] = [[] for _ in range(self.teams)]  # what others in the tree can contribute to
        self.pursued[0].extend(range(self.backed))
        for goal in range(corporate, team):
            self.pursued[self.team_of[goal]].append(goal)

        last = len(self.periods) - 1
        self.period_of: list[int] = []
        self.status: list[str | None] = []
        self.due: list[int] = []
        self.keys: list[str] = []
        self.titles: list[str] = []
        self.metrics: list[tuple[Document, ...]] = []
        for level in range(4):
            for goal in range(self.levels[level], self.levels[level + 1]):
                period = last - int(self.random() * (last + 1) * level / 3)  # deeper goals are due earlier
                self.period_of.append(period)
                self.due.append(self.ends[period] - self._below(21))
                self.status.append(self._draw_status(goal, period))
                self._draw_title(goal)
                self._draw_metrics(goal)

    def _draw_status(self, goal: int, period: int) -> str | None:
        if goal < self.levels[1]:
            return "active"
        if period < self.now:
            return self._pick(PAST)
        return self._pick(PRESENT if period <= self.now + 1 else FUTURE)

    def _draw_title(self, goal: int) -> None:
        if goal < self.levels[1]:
            self.titles.append(CORPORATE_TITLES[goal])
            self.keys.append(f"corporate-{goal}")
            return
        function = self._function(goal)
        who, do, place = self._pick(WHO[function]), self._pick(DO[function]), self._pick(PLACES)
        wave = goal // 250  # so few goals are given the same words, and a larger map does not have more doubles
        self.titles.append(f"{who} in {place} {do}, wave {wave + 1}" if wave else f"{who} in {place} {do}")
        self.keys.append(f"{who.split()[-1].lower()}-{place.lower()}-{goal}")

    def _draw_metrics(self, goal: int) -> None:
        """Give the goal one measure, two of different names, or none; corporate goals have one at least."""
        known = self.known[self._function(goal)]
        drawn = self.random()
        if drawn < 0.12 and goal >= self.levels[1]:  # noqa: PLR2004 - parts of a hundred
            self.metrics.append(())
        elif drawn < 0.25:  # noqa: PLR2004 - parts of a hundred
            at = self._below(len(known))
            self.metrics.append((self._pick(known[at]), self._pick(known[at - 1])))
        else:
            self.metrics.append((self._pick(self._pick(known)),))

    def _function(self, goal: int) -> str:
        """Tell what kind of goal it is; the board also has goals of departments in a small organisation."""
        if goal < self.levels[1]:
            return "corporate"
        function = self.functions[self.team_of[goal]]
        return "product" if function == "corporate" else function

    # ------------------------------------------------------------ what supports what

    def _draw_contributions(self) -> None:
        """Draw the targets of every goal, and how much of each target's need its supporters state in all."""
        corporate = self.levels[1]
        self.targets: list[list[int]] = [[] for _ in range(self.count)]
        self.supporters = [0] * self.count
        for goal in range(corporate, self.count):
            for _ in range(self._pick(LINK_COUNT)):
                self._link(goal, self._draw_target(goal))
            if self._chance(0.003):  # two that support each other
                for target in self.targets[goal][:1]:
                    self._link(target, goal)
        self.stated = [self._pick((0.0, 0.7, 0.85, 0.95, 0.95, 1.6)) for _ in range(self.count)]

    def _link(self, goal: int, target: int) -> None:
        if target != goal and target not in self.targets[goal]:
            self.targets[goal].append(target)
            self.supporters[target] += 1

    def _draw_target(self, goal: int) -> int:
        """Mostly a goal one level up in the same branch; now and then higher, beside, or anywhere."""
        team = self.team_of[goal]
        drawn = self.random()
        if drawn < 0.01:  # noqa: PLR2004 - parts of a hundred
            return self.levels[1] + self._below(self.count - self.levels[1])
        if drawn < 0.1 and goal > self.levels[1]:  # noqa: PLR2004 - parts of a hundred
            return max(self.levels[1], goal - 1 - self._below(30))
        above = team if goal >= self.levels[3] else (team - 1) // SPAN
        if drawn < 0.18:  # noqa: PLR2004 - parts of a hundred
            above = (above - 1) // SPAN
        return self._draw_pursued(max(0, above), goal)

    def _draw_pursued(self, team: int, goal: int) -> int:
        """Draw one of the team's goals, or of the nearest team above that has any, preferably a live one."""
        while not self.pursued[team]:
            team = (team - 1) // SPAN
        target = self._pick(self.pursued[team])
        for _ in range(3):
            if self.status[target] in LIVE and target < goal:
                return target
            target = self._pick(self.pursued[team])
        return target if target < goal else self._below(self.backed)

    # ------------------------------------------------------------ writing it down

    def _goal(self, goal: int) -> Document:
        level = bisect_right(self.levels, goal) - 1
        period = self.period_of[goal]
        status = self.status[goal]
        node: Document = {
            "key": self.keys[goal],
            "title": self.titles[goal],
            "level": ("corporate", "department", "team", "individual")[level],
            "team": self.team_keys[self.team_of[goal]],
            "period": self.periods[period][0],
            "starts": self.days[self.starts[max(0, period - self._below(3))]],
            "due": self.days[self.due[goal]],
        }
        if status is not None:
            node["status"] = status
        if self._chance(0.94):
            node["owner"] = self._draw_owner(self.team_of[goal])
        node.update(self._pick(self.habits))
        if self._chance(0.2):
            node["progress"] = 1 if status == "achieved" else self._below(101) / 100
        if self.metrics[goal]:
            node["measures"] = [self._measure(metric, period, status) for metric in self.metrics[goal]]
        if self.targets[goal]:
            node["contributes_to"] = [self._contribution(goal, target) for target in self.targets[goal]]
        elif level and self._chance(0.4):
            node["standalone"] = self._pick(STANDALONE)
        if level and self._chance(0.12):
            node["depends_on"] = self._dependencies(goal)
        if level and self._chance(0.75):
            node["commitments"] = self._commitments(goal)
        return node

    def _draw_owner(self, team: int) -> str:
        return self.people_keys[2 * team + self._below(2)]

    def _measure(self, metric: Document, period: int, status: str | None) -> Document:
        node = metric.copy()
        if period <= self.now + 2 and self._chance(0.9):
            if metric["kind"] == "binary":
                reached = float(status == "achieved")
            else:
                reached = 1.05 if status == "achieved" else self.random() ** 1.5
            node["current"] = metric["baseline"] + round((metric["target"] - metric["baseline"]) * reached)
            node["measured_on"] = self.days[max(0, self.today - self._below(40))]
        return node

    def _contribution(self, goal: int, target: int) -> Document:
        stated = self.stated[target]
        node: Document = {"goal": self.keys[target], **self._pick(self.beliefs[bool(stated)])}
        drawn = self.random()
        if drawn < 0.015:  # noqa: PLR2004 - parts of a hundred
            node["share"] = -(1 + self._below(40)) / 100
        elif stated and drawn < 0.95:  # noqa: PLR2004 - parts of a hundred
            node["share"] = round(min(1.0, stated / self.supporters[target] * (0.8 + 0.2 * self.random())), 6)
        if self.metrics[goal] and self.metrics[target] and self._chance(0.3):
            node["from_measure"] = self.metrics[goal][0]["name"]
            node["to_measure"] = self.metrics[target][0]["name"]
        return node

    def _dependencies(self, goal: int) -> list[Document]:
        """Needs of goals of the teams around, seldom of one far away."""
        found: dict[int, Document] = {}
        for _ in range(1 + self._chance(0.2)):
            needed = self._below(self.count) if self._chance(0.1) else self._draw_near(self.team_of[goal])
            if needed in (goal, *found) or needed < self.levels[1]:
                continue
            node: Document = {"goal": self.keys[needed], "needs": self._pick(NEEDS)}
            if self._chance(0.85):
                node["by"] = self.days[max(0, self.due[goal] - self._below(90))]
            if status := self._pick(DEPENDENCY):
                node["status"] = status
            found[needed] = node
        return list(found.values())

    def _draw_near(self, team: int) -> int:
        near = max(0, min(self.teams - 1, team - 12 + self._below(25)))
        return self._pick(self.pursued[near]) if self.pursued[near] else 0

    def _commitments(self, goal: int) -> list[Document]:
        """Commit the team's own effort, promised to the team above, and sometimes that of a neighbour."""
        team = self.team_of[goal]
        above = self.team_keys[max(0, (team - 1) // SPAN)]
        made = [self._commitment(goal, team, self.period_of[goal], above)]
        if self.period_of[goal] and self._chance(0.15):
            made.append(self._commitment(goal, team, self.period_of[goal] - 1, above))
        neighbour = team - 1
        if neighbour > 0 and self._chance(0.12):
            made.append(self._commitment(goal, neighbour, self.period_of[goal], self.team_keys[team]))
        return made

    def _commitment(self, goal: int, team: int, period: int, promised_to: str) -> Document:
        node: Document = {"team": self.team_keys[team], "period": self.periods[period][0], "promised_to": promised_to}
        if self._chance(0.96):
            effort = self._pick(self.amounts)
            node["effort"] = effort
            if self.status[goal] in LIVE:
                self.loads[team, period] = self.loads.get((team, period), 0) + effort
        return node

    def _team(self, team: int) -> Document:
        node: Document = {"key": self.team_keys[team], "name": self.names[team], "function": self.functions[team]}
        if team:
            node["part_of"] = self.team_keys[(team - 1) // SPAN]
        capacity: dict[str, int | Decimal] = {}
        for period, (key, _, _) in enumerate(self.periods):
            load = self.loads.get((team, period))
            if load is None:
                if self._chance(0.3):
                    capacity[key] = 40
            elif self._chance(0.9):  # the others have promised what nobody has counted
                capacity[key] = load if self._chance(0.05) else int(float(load) * (0.85 + 0.8 * self.random())) + 1
        if capacity:
            node["capacity"] = capacity
        return node
