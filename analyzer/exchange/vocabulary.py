"""What made-up organisations are drawn from: names, titles, reasons, and how often each choice is made."""

# fmt: off
FIRST_NAMES = (
    "Ada", "Aisha", "Amara", "Ana", "Anders", "Bilal", "Carmen", "Chen", "Chloe", "Dana", "Diego", "Elif", "Emeka",
    "Fatima", "Femi", "Freya", "Giulia", "Hana", "Hassan", "Igor", "Ines", "Ingrid", "Ivan", "Jamal", "Jin", "Joao",
    "Kaia", "Kofi", "Kwame", "Lars", "Leila", "Linh", "Luca", "Mara", "Mateus", "Mei", "Nadia", "Noor", "Olga", "Omar",
    "Pablo", "Paula", "Priya", "Rafael", "Ravi", "Rosa", "Samir", "Sara", "Sione", "Sofia", "Tariq", "Tomasz", "Uma",
    "Vera", "Wanjiru", "Xin", "Yara", "Yusuf", "Zanele", "Zoe",
)
LAST_NAMES = (
    "Adeyemi", "Andersen", "Baker", "Bauer", "Berg", "Bianchi", "Castro", "Cohen", "Costa", "Demir", "Diallo", "Dubois",
    "Dvorak", "Eriksen", "Fischer", "Garcia", "Haddad", "Hansen", "Herrera", "Ito", "Ivanova", "Jansen", "Jensen",
    "Kaya", "Khan", "Kim", "Kowalska", "Laurent", "Lee", "Lopez", "Mbeki", "Mensah", "Moreau", "Nair", "Ndiaye",
    "Nguyen", "Novak", "Obi", "Okafor", "Oliveira", "Park", "Petrova", "Popescu", "Rahman", "Rossi", "Santos", "Sato",
    "Schmidt", "Silva", "Singh", "Solberg", "Svensson", "Tanaka", "Taufa", "Tran", "Virtanen", "Wang", "Weber",
    "Yilmaz", "Zhang",
)
PLACES = (
    "Austria", "Belgium", "Brazil", "Bulgaria", "Canada", "Chile", "Croatia", "Cyprus", "Denmark", "Estonia", "Finland",
    "France", "Germany", "Ghana", "Greece", "Hungary", "Iceland", "India", "Ireland", "Italy", "Japan", "Kenya",
    "Latvia", "Lithuania", "Malta", "Mexico", "Morocco", "Norway", "Peru", "Poland", "Portugal", "Romania", "Serbia",
    "Singapore", "Slovakia", "Slovenia", "Spain", "Sweden", "Switzerland", "Turkey",
)
# fmt: on

AREAS = {
    "market": ("Sales", "Marketing", "Partner sales", "Customer success"),
    "product": ("Invoicing", "Payroll", "Ledger", "Reporting", "Expenses", "Onboarding"),
    "support": ("Platform", "Finance", "People", "Legal", "Security", "Service desk"),
    "community": ("Testing guild", "Design guild", "Data guild"),
}
BRANCHES = ("market", "product", "product", "support", "market", "product", "support", "community")

CORPORATE_TITLES = (
    "Ten per cent more people work with our software",
    "Companies in the US choose us",
    "A third of new revenue comes from subscriptions",
    "Running the company costs eight per cent less",
    "Customers trust us with their payroll",
    "Small companies start with us",
    "Public bodies can buy from us",
    "Partners earn a living with our product",
    "Customers leave us only when they close",
    "Auditors find nothing of weight",
    "Talented people want to work here",
    "Our operations burn a third less energy",
    "Customers in Asia are served in their working hours",
    "Every customer runs the newest version",
    "Half of our revenue comes from outside of accounting",
    "Large companies roll us out in all their countries",
    "Banks connect to us by themselves",
    "Support needs no second answer",
    "Acquired products feel like one",
    "We are first in independent comparisons",
)
WHO = {
    "market": ("Bookkeepers", "Finance leaders", "Prospects", "Trial users", "Existing customers", "Tax advisers"),
    "product": ("New users", "Payroll clerks", "Accountants", "Managers", "Administrators", "Invoice clerks"),
    "support": ("Developers", "Team leads", "Engineers on call", "New colleagues", "Department heads", "Analysts"),
    "community": ("Testers", "Designers", "Data scientists", "Architects", "Coaches", "Volunteers"),
}
DO = {
    "market": (
        "ask for a demo",
        "start a trial by themselves",
        "recommend us to a colleague",
        "say what is unique about us",
        "find their price without help",
        "speak as a reference",
        "renew before they are asked",
        "come back to a second meeting",
    ),
    "product": (
        "send the first invoice within a day",
        "close the month without a workaround",
        "approve expenses on the phone",
        "open their cash report every Monday",
        "bring old data along in one sitting",
        "file taxes from within the product",
        "correct mistakes without a call",
        "invite their whole team",
    ),
    "support": (
        "set up an environment without a ticket",
        "bring a change to users within a day",
        "sleep through the night",
        "find an answer in the handbook",
        "steer by a weekly forecast",
        "sign contracts without a detour",
        "fill a position within six weeks",
        "mend known weaknesses within a week",
    ),
    "community": (
        "share what they learnt every month",
        "reuse what another team built",
        "try a language model on a real question",
        "review the work of another team",
        "teach a colleague",
        "agree on one way of measuring",
        "bring users into every second meeting",
        "retire a tool that nobody needs",
    ),
}
METRICS: dict[str, tuple[tuple[str, str, int, int], ...]] = {  # name, unit, lowest baseline, how far the target is
    "corporate": (
        ("Active users", "users", 40000, 20000),
        ("Yearly revenue", "thousand euros", 20000, 9000),
        ("Operating cost", "thousand euros", 50000, -8000),
    ),
    "market": (
        ("Qualified leads", "leads a month", 200, 300),
        ("Qualified meetings", "meetings a quarter", 10, 50),
        ("Sales-accepted leads", "leads a month", 80, 120),
        ("Trials started", "trials a month", 300, 500),
    ),
    "product": (
        ("Users who do it", "per cent of users", 10, 60),
        ("Users who do it weekly", "users", 900, 2500),
        ("Calls about it", "calls a week", 300, -250),
        ("Time it takes", "minutes", 90, -60),
    ),
    "support": (
        ("Colleagues who do it", "per cent of colleagues", 15, 60),
        ("Waiting time", "hours", 120, -90),
        ("Tickets about it", "tickets a week", 150, -120),
        ("Alarms at night", "alarms a month", 60, -50),
    ),
    "community": (
        ("Teams that take part", "teams", 2, 20),
        ("Things reused", "pieces a month", 1, 30),
    ),
}
REASONS = (
    "What people do every week they do not cancel",
    "In the last two quarters the one followed the other",
    "Customers who left named this first",
    "Pilot customers who had it stayed twice as long",
    "Waiting for it takes half of the time",
    "Interviews in spring point to it",
    "It is the step at which most people stop",
    "Without it the other side has to do the work by hand",
    "Colleagues believe colleagues more than advertisements",
    "It worked in the neighbouring market",
)
NEEDS = (
    "an interface that stays stable",
    "a region of its own in the cloud",
    "a review before release",
    "data of the last two years",
    "trained people on both sides",
    "a decision on prices",
    "a date that can be told to customers",
)
STANDALONE = (
    "Cheap to try, and of use only here",
    "An opportunity that nobody above has asked for yet",
    "Required by law whatever the strategy is",
)
EVIDENCE = ("Split test in spring", "Twelve quarters of figures", "Interviews with thirty customers")


def _often(**weights: int) -> tuple[str | None, ...]:
    """Options repeated by weight; `absent` stands for a field that is not written."""
    return tuple(None if name == "absent" else name for name, weight in weights.items() for _ in range(weight))


PAST = _often(achieved=58, missed=18, dropped=8, postponed=6, active=10)
PRESENT = _often(active=70, absent=14, proposed=6, draft=3, dropped=4, postponed=3)
FUTURE = _often(active=35, proposed=35, draft=22, absent=4, dropped=2, postponed=2)
AMBITION = _often(commitment=68, stretch=27, absent=5)
ORIGIN = _often(bottom_up=57, top_down=38, absent=5)
ASSUMPTION = _often(agreed=74, proposed=13, declined=4, refuted=2, absent=7)
DEPENDENCY = _often(agreed=62, requested=28, declined=6, absent=4)
LINK_COUNT = (0,) * 5 + (1,) * 55 + (2,) * 28 + (3,) * 12
