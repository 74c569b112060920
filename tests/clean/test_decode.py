"""Bytes to text."""

import pytest

from tasks.clean.decode import decode_page

RUSSIAN = "Городской совет проголосовал за возвращение парома через гавань. " * 8
GERMAN = "Der Rat beschloß am Dienstag, die Fähre über den Hafen zurückzubringen. " * 8
CHINESE = "市议会星期二晚上投票决定恢复横渡港口的渡轮服务，这是十七年来的第一次。" * 8


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        pytest.param(GERMAN.encode("utf-8-sig"), "latin-1", GERMAN, id="mark before header"),
        pytest.param(GERMAN.encode(), "latin-1", GERMAN, id="valid utf-8 before header"),
        pytest.param(GERMAN.encode("utf-16"), None, GERMAN, id="utf-16"),
        pytest.param(GERMAN.encode("utf-16-le"), None, GERMAN, id="utf-16 without mark"),
        pytest.param("“naïve”".encode("cp1252"), "iso-8859-1", "“naïve”", id="latin-1 is cp1252"),
        pytest.param("镕基访问".encode("gbk"), "gb2312", "镕基访问", id="gb2312 is gbk"),
        pytest.param(RUSSIAN.encode("cp1251"), None, RUSSIAN, id="detected cyrillic"),
        pytest.param(CHINESE.encode("gb18030"), None, CHINESE, id="detected chinese"),
        pytest.param(GERMAN.encode()[:-1] + "ü".encode()[:1], None, GERMAN[:-1], id="cut off"),
        pytest.param(b"a\x00b\r\nd\re" + b"f" * 40, None, "ab\nd\ne" + "f" * 40, id="controls"),
        pytest.param(CHINESE.encode("iso2022_jp", "ignore"), "iso-2022-jp", None, id="seven bits"),
    ],
)
def test_decodes(body: bytes, charset: str | None, text: str | None):
    decoded = decode_page(body, charset).text
    assert decoded == text if text is not None else "\x1b" not in decoded and "市" in decoded


def test_the_pages_own_declaration_is_read():
    body = b'<meta charset="windows-1251"><p>' + "Паром вернётся".encode("cp1251")
    assert "Паром вернётся" in decode_page(body, None).text


@pytest.mark.parametrize(
    ("body", "utf8"),
    [
        pytest.param(GERMAN.encode(), GERMAN.encode(), id="as it came"),
        pytest.param(b"a\x00b" + b"f" * 40, b"ab" + b"f" * 40, id="without controls"),
        pytest.param(b"a\r\nb", None, id="other line ends"),
        pytest.param(GERMAN.encode("cp1252"), None, id="other charset"),
        pytest.param(GERMAN.encode("utf-8-sig"), None, id="marked"),
        pytest.param(GERMAN.encode()[:-1] + "ü".encode()[:1], None, id="cut off"),
    ],
)
def test_utf8_is_handed_on_only_where_it_is_the_text(body: bytes, utf8: bytes | None):
    decoded = decode_page(body, None)
    assert decoded.utf8 == utf8
    assert utf8 is None or utf8 == decoded.text.encode()
