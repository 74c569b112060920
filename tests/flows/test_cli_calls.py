"""The command line itself: help, exit codes, interruption, pipes, and what it must not import."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from flows.commands.group import Group
from flows.commands.starter import STARTER
from storage.database import Database
from storage.ledger import Ledger
from tests.factories import a_link, a_source, an_article, publish, register
from tests.flows.cli import ROOT, Cli, cli_on

GOOD = "version: 1\nsources:\n- {id: a, name: A, channels: [{name: f, kind: files, path: '*'}]}\n"


@pytest.fixture
def cli(sqlite_ledger: Ledger, tmp_path: Path) -> Cli:
    """A ledger of one article."""
    register(sqlite_ledger, a_source())
    publish(sqlite_ledger, an_article())
    return cli_on(sqlite_ledger, tmp_path)


@pytest.fixture
def nowhere(tmp_path: Path) -> Cli:
    """A place where there is no ledger yet."""
    return Cli(f"sqlite:///{tmp_path / 'there' / 'ledger.db'}", tmp_path)


def called(cli: Cli, *words: str) -> "subprocess.CompletedProcess[str]":
    """A real call."""
    return subprocess.run(cli.command(*words), cwd=ROOT, capture_output=True, text=True)


def test_help_names_every_command_and_the_exit_codes(cli: Cli) -> None:
    shown = cli("--help").output
    for said in ("articles", "why", "doctor", "sources", "Exit codes:", "7  stored bytes"):
        assert said in shown


@pytest.mark.parametrize(
    "command",
    ["articles", "show", "history", "diff", "search", "why", "entity", "entities", "runs", "init",
     "doctor", "sources check", "sources list", "sources add", "sources try", "sources schema",
     "export warc", "export parquet", "export jsonl",
     "rules try", "rules apply", "rules undo"],
)  # fmt: skip
def test_every_commands_help_teaches_with_an_example(cli: Cli, command: str) -> None:
    result = cli(*command.split(), "--help")
    assert (result.exit_code, f"newsledger {command}" in result.output) == (0, True)


def test_help_imports_nothing_heavy() -> None:
    heavy = ("prefect", "sqlalchemy", "pydantic", "rich", "storage.database")
    code = (
        "import sys; from flows.cli import app\n"
        "try: app(['--help'])\n"
        f"except SystemExit: print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_reading_commands_do_not_import_prefect(cli: Cli) -> None:
    words = [*cli.options, "articles"]
    code = (
        f"import sys; from flows.cli import app\ntry: app({words!r})\n"
        "except SystemExit as end: print(end.code, 'prefect' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "0 False"


def test_a_missing_ledger_ends_with_code_5_and_advice(nowhere: Cli) -> None:
    done = called(nowhere, "articles")
    assert (done.returncode, done.stdout) == (5, "")
    assert "newsledger init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_ledger_from_a_newer_newsledger_is_left_alone(cli: Cli) -> None:
    database = Database(cli.database_url)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for words in (("articles",), ("init",), ("doctor",)):
        result = cli(*words)
        assert (result.exit_code, "newer newsledger" in result.output) == (
            1 if words == ("doctor",) else 5,
            True,
        )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "99"), 4),
        (("why", "99:1"), 4),
        (("show",), 2),
        (("shwo", "1"), 2),
        (("search", "-x"), 2),
        (("backfill", "--from", "1.2.2026", "--dry-run"), 2),
        (("articles", "--limit", "0"), 2),
        (("sources", "check"), 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_exit_codes_mean_something(cli: Cli, words: tuple[str, ...], code: int) -> None:
    result = cli(*words)
    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_word_to_leave_out_is_no_option_and_told_how_to_be_written(cli: Cli) -> None:
    for words in (("-ferry",), ("harbour", "-escape"), ("-north shore",)):
        result = cli("search", *words)
        assert result.exit_code == 2
        assert "newsledger search -- -" in result.output
    assert cli("search", "-n5", "--", "-ferry", "harbour").exit_code == 0
    assert cli("search", "harbour -ferry").exit_code == 0


def test_examples_in_help_name_sources_that_everybody_has() -> None:
    told = "\n".join(path.read_text("utf-8") for path in (ROOT / "flows/commands").glob("*.py"))
    lead = r"newsledger (?:ingest|backfill|rules \w+|sources try|.*--source) "
    named = re.findall(rf"^    {lead}([a-z][\w-]*)", told, re.MULTILINE)
    assert len(named) > 8
    assert set(named) == {"inbox"}
    for path in ("sources.yaml", "samples/sources.yaml"):
        assert "- id: inbox" in (ROOT / path).read_text("utf-8")
    assert "- id: inbox" in STARTER


def test_a_wrong_setting_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_WORKERS", "many")
    result = cli("articles")
    assert (result.exit_code, "NEWSLEDGER_WORKERS is 'many'" in result.output) == (3, True)


def test_a_wrong_database_url_is_told(tmp_path: Path) -> None:
    result = Cli("mysql://localhost/x", tmp_path)("articles")
    assert (result.exit_code, "SQLite or PostgreSQL" in result.output) == (2, True)


@pytest.mark.parametrize(
    "words",
    [("report", "/dev/null/x.html"), ("export", "jsonl", "/dev/null"), ("backup", "/dev/null/b")],
    ids=lambda words: words[0],
)
def test_a_place_that_cannot_be_written_is_named(cli: Cli, words: tuple[str, ...]) -> None:
    done = called(cli, *words)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "newsledger: /dev/null" in done.stderr


def test_blobs_at_a_place_nobody_knows_are_told(cli: Cli) -> None:
    result = cli("--blobs", "nowhere://bucket/x", "articles")
    assert (result.exit_code, "blobs cannot be kept at nowhere://" in result.output) == (3, True)


def test_version_is_printed(cli: Cli) -> None:
    assert cli("--version").output.startswith("newsledger ")


def test_init_makes_a_ledger_and_a_sources_file_that_is_right(nowhere: Cli, tmp_path: Path) -> None:
    assert nowhere("init").exit_code == 0
    assert (tmp_path / "sources.schema.json").exists()
    assert "1 source, 1 channel; nothing is wrong" in nowhere("sources", "check").output
    assert nowhere("articles").exit_code == 0


def test_init_again_keeps_everything(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(GOOD, encoding="utf-8")
    assert "kept as it is" in cli("init").output
    assert (tmp_path / "sources.yaml").read_text(encoding="utf-8") == GOOD
    assert len(cli.json("articles")["articles"]) == 1


def test_init_shows_no_password(tmp_path: Path) -> None:
    result = Cli("postgresql://me:secret@127.0.0.1:1/none", tmp_path)("init")
    assert (result.exit_code, "secret" in result.output) == (5, False)


def test_sources_check_prints_the_place_of_an_error(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(GOOD.replace("channels", "chanels"), encoding="utf-8")
    result = cli("sources", "check")
    assert f"{path}:3: sources[0].chanels: unknown key; did you mean `channels`?" in result.output


def test_sources_check_names_globs_that_no_file_matches(cli: Cli, tmp_path: Path) -> None:
    text = (
        "version: 1\nsources:\n- id: daily\n  name: D\n  channels:\n"
        "  - {name: dumps, kind: files, path: 'inbox/*.txt'}\n"
        "  - {name: one, kind: files, path: one.txt}\n"
    )
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "one.txt").touch()
    result = cli("sources", "check")
    assert result.exit_code == 0
    assert "No file matches this yet: inbox/*.txt (daily, channel dumps)" in result.output
    assert "one.txt" not in result.output


def test_up_with_a_mistake_in_sources_says_it_and_starts_nothing(
    nowhere: Cli, tmp_path: Path
) -> None:
    (tmp_path / "sources.yaml").write_text(GOOD.replace("channels", "chanels"), encoding="utf-8")
    done = subprocess.run(
        nowhere.command("up"), cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "sources[0].chanels: unknown key" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["sources.yaml"]


def test_sources_are_listed_with_and_without_a_ledger(
    cli: Cli, nowhere: Cli, tmp_path: Path
) -> None:
    (tmp_path / "sources.yaml").write_text(GOOD, encoding="utf-8")
    assert "never" in nowhere("sources", "list").output
    document = cli.json("sources", "list")
    assert [source["id"] for source in document["sources"]] == ["a"]
    assert [(source["id"], source["articles"]) for source in document["ledger"]] == [("daily", 1)]
    assert "no more" in cli("sources", "list").output


def test_doctor_finds_nothing_wrong_and_then_what_is(cli: Cli, tmp_path: Path) -> None:
    found = cli.json("doctor")
    wrong = {item["check"] for item in found["findings"] if item["level"] == "wrong"} - {"disk"}
    assert wrong == set()
    for path in (tmp_path / "blobs").rglob("*.zst"):
        path.unlink()
    result = cli("doctor", "--quick")
    assert (result.exit_code, "copy them back" in result.output) == (1, True)


def test_doctor_examines_even_a_place_without_a_ledger(nowhere: Cli) -> None:
    result = nowhere("doctor")
    assert (result.exit_code, "newsledger init" in result.output) == (1, True)


def test_a_reader_that_goes_away_is_no_error(cli: Cli, sqlite_ledger: Ledger) -> None:
    long = an_article("\n".join(f"Paragraph {n} of many." for n in range(20_000)))
    publish(sqlite_ledger, long, link=a_link("https://daily.example/long"))
    for words in (("show", "2"), ("show", "2", "--json")):
        with subprocess.Popen(
            cli.command(*words), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as running:
            assert running.stdout is not None and running.stderr is not None
            running.stdout.read(10)
            running.stdout.close()
            assert running.stderr.read() == b""


def test_an_interrupted_command_says_so_and_ends_with_130(cli: Cli, tmp_path: Path) -> None:
    pipe = tmp_path / "sources.yaml"
    os.mkfifo(pipe)  # nobody writes: the command waits
    running = subprocess.Popen(
        cli.command("sources", "check"),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_interrupts,
    )
    with pipe.open("w"):  # opens once the command reads
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=20)
    assert (running.returncode, said) == (
        130,
        "newsledger: stopped; what was done is kept, and the next run goes on from there\n",
    )


def test_an_interrupt_that_a_library_makes_its_own_error_is_still_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = typer.Typer(cls=Group)

    @app.command()
    def read() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise ImportError("cannot load the library") from error

    app.callback()(lambda: None)
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(SystemExit) as ended:
            app(["read"])
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert ended.value.code == 130
    assert "stopped; what was done is kept" in capsys.readouterr().err


def _heed_interrupts() -> None:
    """A test run in the background ignores interrupts, and would hand that down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
