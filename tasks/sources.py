"""sources.yaml as values: which sources there are, how each is read, and by which rules.

Every model is frozen and refuses unknown keys. A source's own rules are :mod:`tasks.recipes`;
:mod:`tasks.sources_file` reads the file and turns what is wrong in it into sentences with line
numbers.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from storage.records import ChannelKind
from storage.urls import UrlRules
from tasks.language_tags import check_languages
from tasks.recipes import Model, Patterns, Rules, Selector
from tasks.sources_checks import check_cron, check_duration, check_range, check_web_address

Duration = Annotated[timedelta, AfterValidator(check_duration)]
"""A time that is longer than nothing."""

COUNTRY = r"^[A-Z]{2}$"
SLUG = r"^[a-z0-9][a-z0-9-]{0,62}$"


class Fetch(Model):
    """How politely and how patiently a source is asked."""

    user_agent: str = "newsledger/1.0 (+https://example.org/contact)"
    min_delay: timedelta = timedelta(seconds=1)
    timeout: Duration = timedelta(seconds=15)
    robots: Literal["obey", "ignore"] = "obey"
    tdm: Literal["respect", "flag", "ignore"] = "respect"
    allow_private_hosts: bool = False
    ca_bundle: str | None = None  # a PEM file beside sources.yaml: authorities trusted besides
    pages_per_round: int = Field(default=500, ge=1, le=100_000)
    sitemaps_per_round: int = Field(default=50, ge=1, le=10_000)


class Schedule(Model):
    """When a source is read: adaptive, every so often, or by cron (in the source's time zone)."""

    mode: Literal["adaptive", "every", "cron"] = "adaptive"
    every: Duration | None = None
    cron: Annotated[str, AfterValidator(check_cron)] | None = None
    min_interval: Duration = timedelta(minutes=15)
    max_interval: Duration = timedelta(days=1)

    @model_validator(mode="before")
    @classmethod
    def _mode_follows_its_key(cls, data: object) -> object:
        if isinstance(data, dict) and "mode" not in data:
            given = [key for key in ("every", "cron") if key in data]
            if len(given) == 2:
                raise ValueError("give `every` or `cron`, not both")
            if given:
                return {**data, "mode": given[0]}
        return data

    @model_validator(mode="after")
    def _one_way_only(self) -> Self:
        if (self.every is not None) != (self.mode == "every"):
            raise ValueError("give `every` (a duration such as PT30M) exactly when mode is every")
        if (self.cron is not None) != (self.mode == "cron"):
            raise ValueError("give `cron` (such as '0 7 * * *') exactly when mode is cron")
        return self


class Channel(Model):
    """One way to a source's articles."""

    name: str = Field(pattern=SLUG)
    kind: ChannelKind
    url: Annotated[str, AfterValidator(check_web_address)] | None = None
    path: str | None = None  # a glob relative to the folder of sources.yaml
    links: Selector | None = None  # listing: CSS selector of the links
    pages: int = Field(default=1, ge=1, le=10_000)
    use: tuple[Literal["poll", "backfill"], ...] = ("poll", "backfill")

    @model_validator(mode="after")
    def _has_its_place(self) -> Self:
        needs_path = self.kind in (ChannelKind.FILES, ChannelKind.WARC)
        if needs_path and not self.path:
            raise ValueError(f"a {self.kind} channel needs `path`, such as 'inbox/*.txt'")
        if not needs_path and not self.url:
            raise ValueError(f"a {self.kind} channel needs `url`")
        return self


class Expect(Model):
    """What a healthy source looks like."""

    articles_per_week: Annotated[tuple[int, int], BeforeValidator(check_range)] | None = None
    max_silence: Duration | None = None


class Urls(Model):
    """What this source's addresses do differently; `"*"` in drop means every parameter."""

    keep: Patterns = ()  # parameters that choose the page here, though trackers elsewhere
    drop: Patterns = ()  # parameters that do not choose the page here
    hosts: dict[str, str] = Field(default_factory=dict)  # host -> the host it stands for
    keep_fragment: bool = False  # the part after "#" chooses the page

    def rules(self) -> UrlRules:
        """The same as rules for folding; names in lower case, hosts without `www.`."""
        hosts = {_host(name): _host(other) for name, other in self.hosts.items()}
        return UrlRules(
            keep=frozenset(map(str.lower, self.keep)),
            drop=frozenset(map(str.lower, self.drop)),
            hosts=hosts,
            keep_fragment=self.keep_fragment,
        )


def _host(name: str) -> str:
    return name.lower().removeprefix("www.")


class Enrich(Model):
    """Which tagger reads the texts: fast, accurate, rules, or spacy:NAME."""

    tagger: str = Field(default="accurate", pattern=r"^(fast|accurate|rules|spacy:[\w.-]+)$")


class Rights(Model):
    """How long you may keep what is a source's own; left out, for ever."""

    keep_texts: timedelta | None = None  # after an article was last seen
    keep_captures: timedelta | None = None  # after the bytes were fetched

    @field_validator("keep_texts", "keep_captures")
    @classmethod
    def _longer_than_nothing(cls, value: timedelta | None) -> timedelta | None:
        if value is not None and value <= timedelta(0):
            raise ValueError(
                "give a duration longer than nothing, such as P5Y; left out, it is for ever"
            )
        return value


class Defaults(Model):
    """What holds for every source that says nothing else."""

    country: str | None = Field(default=None, pattern=COUNTRY)
    languages: Annotated[Patterns, AfterValidator(check_languages)] = ()  # BCP 47
    time_zone: str = "UTC"
    date_order: Literal["DMY", "MDY", "YMD"] | None = None
    minor_change_ratio: float = Field(default=0.005, ge=0, le=1)
    schedule: Schedule = Schedule()
    fetch: Fetch = Fetch()
    expect: Expect = Expect()
    enrich: Enrich = Enrich()
    rights: Rights = Rights()
    revisit: tuple[Duration, ...] = Field(
        default=(
            timedelta(hours=1),
            timedelta(hours=6),
            timedelta(days=1),
            timedelta(days=7),
            timedelta(days=30),
        ),
        description="How old a page is, since it was first asked for, when it is looked at again"
        " for edits; [] for never.",
    )
    enabled: bool = True

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError) as error:
            raise ValueError(
                f"{name!r} is not a time zone; use a name like Asia/Shanghai"
            ) from error
        return name


class Source(Defaults):
    """One publisher, as sources.yaml describes it."""

    id: str = Field(pattern=SLUG)
    name: str
    channels: tuple[Channel, ...] = ()
    rules: tuple[Rules, ...] = ()
    since: date | None = None  # when it began: a day of publication before that is refused
    urls: Urls = Urls()

    def rules_on(self, day: date) -> Rules | None:
        """The recipe of that day: the first whose `valid_until` lies after it."""
        dated = sorted(self.rules, key=lambda rules: rules.valid_until or date.max)
        return next((rules for rules in dated if (rules.valid_until or date.max) > day), None)

    @model_validator(mode="after")
    def _channels_differ(self) -> Self:
        names = [channel.name for channel in self.channels]
        if len(set(names)) != len(names):
            raise ValueError("two channels of this source have the same name")
        return self


ANY_SOURCE = Source(id="any", name="Any")
"""A source about which nothing is known: what the generic rules get."""


class SourcesFile(Model):
    """The whole file."""

    version: Literal[1]
    defaults: Defaults = Defaults()
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = Counter(source.id for source in self.sources)
        twice = sorted(name for name, count in ids.items() if count > 1)
        if twice:
            raise ValueError(f"two sources have the id {twice[0]!r}")
        return self
