"""What a value in sources.yaml must be so that no run stumbles over it later.

Each function returns its value, or raises a ValueError that says what to write instead.
"""

import re
from datetime import UTC, datetime, timedelta

from cronsim import CronSim, CronSimError

CRON_FIELDS = 5  # with six, cronsim takes the first for seconds and Prefect the last

_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)


def check_cron(line: str) -> str:
    """A cron line of five fields, by which a next time can be found."""
    why = _fault_of_cron(line)
    if why:
        raise ValueError(
            f"{line!r} is no cron line ({why}); write minute, hour, day, month and weekday,"
            " such as '0 7 * * *'"
        )
    return line


def check_duration(duration: timedelta) -> timedelta:
    """A duration that is longer than nothing."""
    if duration <= timedelta(0):
        raise ValueError("give a duration longer than nothing, such as PT30M")
    return duration


def check_range(given: object) -> object:
    """The least and the most of something, as they stand in the file."""
    match given:
        case [int(least), int(most)] if 0 <= least <= most:
            return given
    raise ValueError("give the least and the most, such as [5, 40]")


def check_selector(selector: str) -> str:
    """A CSS selector, by the library that will use it."""
    import soupsieve  # it brings BeautifulSoup, which is paid only where a selector stands

    try:
        soupsieve.compile(selector)
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:  # such as h1::text
        why = str(error).partition("\n")[0]
        raise ValueError(f"{selector!r} is not a CSS selector: {why}") from error
    return selector


def check_web_address(url: str) -> str:
    """An address with its scheme and host."""
    if not _WEB.match(url):
        whole = f"https://{url.strip()}"
        raise ValueError(f"{url!r} is no web address; write it whole, such as {whole}")
    return url


def _fault_of_cron(line: str) -> str:
    """What is wrong with a cron line; empty where nothing is."""
    if len(line.split()) != CRON_FIELDS:
        return "wrong number of fields"
    try:
        next(CronSim(line, datetime(2000, 1, 1, tzinfo=UTC)))
    except (CronSimError, StopIteration) as error:
        return str(error).lower() or "it never comes"
    return ""
