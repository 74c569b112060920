"""News of this project's own making, for the tests of copies."""

FERRY = """Ferry runs aground off Lindholm harbour
The passenger ferry Astrid ran aground on a sandbank outside Lindholm harbour early on Tuesday, \
leaving 214 people on board for five hours, the coast guard said.
Nobody was hurt. Three tugboats pulled the vessel free at high water shortly before noon, and it \
reached the quay under its own power.
"The captain reported a sudden loss of steering as the ship passed the northern light," said Karin \
Holm, a spokeswoman for the coast guard. "We do not know the cause yet."
Divers will examine the rudder on Wednesday. The operator, Sundlinjen, cancelled all crossings \
until Friday and offered passengers a refund of 480 kronor each.
It is the second accident on the route this year. In March a collision with a pontoon damaged the \
bow of the sister ship Ingrid and closed the harbour for two days."""

BUDGET = """Council adopts budget after night session
Members of the Orvane city council adopted the budget for next year by 31 votes to 28 on Thursday, \
ending a dispute over school repairs that had lasted since September.
The plan sets aside 42 million for nine school buildings and raises the fee for resident parking \
from 90 to 115 a year.
Mayor Teodor Brandt called the compromise painful but necessary. The opposition leader, Lena Aust, \
said families would pay for years of neglect.
Two tram lines that were to close in spring will run until the end of the year. An audit of the \
transport company is due in June."""

WEATHER = """Storm warning for the western islands
Forecasters expect gusts of up to 130 kilometres an hour over the western islands on Saturday \
night and have told residents to stay indoors after dusk.
The national weather service raised its warning to the second highest level on Friday morning, \
the first time since the storm of 2014.
Harbours on the islands of Fenn and Mora closed to small boats at noon. Schools stay shut on \
Monday, and the only bridge to the mainland will be closed to lorries."""

LATE_FERRY = f"""{FERRY}
The harbour master declined to comment on Wednesday, when crossings were still off."""

MENU = "\n".join(["Home", "News", "Sport", "Weather", "Sign in", "Most read", "Contact us", "Jobs"])


def teaser(text: str) -> str:
    """The headline and the first sentences, as a front page shows them."""
    return "\n".join(text.split("\n")[:2])


def opening(text: str) -> str:
    """The headline and two paragraphs, as a paper with little room prints it."""
    return "\n".join(text.split("\n")[:3])


def from_agency(text: str) -> str:
    """The text as an agency's client prints it."""
    return f"LINDHOLM (Agency) - {text}"


def with_menu(text: str) -> str:
    """The text as a careless extraction leaves it."""
    return f"{MENU}\n{text}\n{MENU}"


def edited(text: str) -> str:
    """The text after an agency's light edit."""
    return text.replace("early on Tuesday", "on Tuesday morning").replace(
        "Nobody was", "No one was"
    )
