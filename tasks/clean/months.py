"""Month names, by language, for dates as newspapers print them.

Full names and common abbreviations, casefolded, without trailing points. A name of two languages
always means the same month here, so one table serves all.
"""

import re
from collections.abc import Iterable

_NAMES = """
january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct|november nov|december dec
januar jänner jän|februar feber|märz mär mrz|april|mai|juni|juli|august|september|oktober okt|november|dezember dez
janvier janv|février févr fév fevrier|mars|avril avr|mai|juin|juillet juil|août aout|septembre|octobre|novembre|décembre déc decembre
enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre set|octubre|noviembre|diciembre dic
gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre|ottobre ott|novembre|dicembre
janeiro|fevereiro fev|março marco|abril|maio|junho|julho|agosto|setembro|outubro out|novembro|dezembro
januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december
styczeń stycznia sty|luty lutego lut|marzec marca|kwiecień kwietnia kwi|maj maja|czerwiec czerwca cze|lipiec lipca lip|sierpień sierpnia sie|wrzesień września wrz|październik października paź|listopad listopada lis|grudzień grudnia gru
январь января янв|февраль февраля фев|март марта мар|апрель апреля апр|май мая|июнь июня июн|июль июля июл|август августа авг|сентябрь сентября сен сент|октябрь октября окт|ноябрь ноября ноя нояб|декабрь декабря дек
січень січня січ|лютий лютого лют|березень березня бер|квітень квітня кві|травень травня тра|червень червня чер|липень липня лип|серпень серпня сер|вересень вересня вер|жовтень жовтня жов|листопад листопада|грудень грудня гру
ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık
januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december
januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|desember des
januari|februari pebruari|maret|april|mei|juni|juli|agustus agt|september|oktober|november|desember
tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta|lokakuuta|marraskuuta|joulukuuta
ιανουαρίου ιαν|φεβρουαρίου φεβ|μαρτίου μαρ|απριλίου απρ|μαΐου μαι|ιουνίου ιουν|ιουλίου ιουλ|αυγούστου αυγ|σεπτεμβρίου σεπ|οκτωβρίου οκτ|νοεμβρίου νοε|δεκεμβρίου δεκ
ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince
ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie
január|február|március|április|május|június|július|augusztus|szeptember|október|november|december
يناير|فبراير|مارس|أبريل ابريل إبريل|مايو|يونيو يونية|يوليو يولية|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر
كانون_الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين_الأول|تشرين_الثاني|كانون_الأول
जनवरी|फ़रवरी फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|नवंबर नवम्बर|दिसंबर दिसम्बर
tháng_1|tháng_2|tháng_3|tháng_4|tháng_5|tháng_6|tháng_7|tháng_8|tháng_9|tháng_10|tháng_11|tháng_12
"""  # noqa: E501 - one language a line


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for line in _NAMES.strip().splitlines():
        for number, names in enumerate(line.split("|"), start=1):
            for name in names.split(" "):
                table.setdefault(name.replace("_", " ").casefold(), number)
    return table


def _pattern(names: Iterable[str]) -> str:
    """The names as a pattern that reads each letter once, the longest name first; of names side
    by side each would be tried at every letter of a line."""
    rests: dict[str, set[str]] = {}
    for name in names:
        rests.setdefault(name[:1], set()).add(name[1:])
    branches = [re.escape(first) + _pattern(rests[first]) for first in sorted(rests) if first]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in rests else ''}"


MONTHS = _table()
MONTH_PATTERN = _pattern(MONTHS)
