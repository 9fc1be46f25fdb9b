"""Files of strangers: a spreadsheet's habits change nothing, or are named in one line."""

import csv
import io
import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from analysis import evidence
from analysis.evidence.csv_files import plain, read_table
from analysis.evidence.schema import Field, Table
from analysis.words import UNSEEN, visible

TABLE = Table(
    "t", "", "", ("t.csv",),
    (
        Field("name", "string", required=True),
        Field("share", "number", required=True),
        Field("runs", "integer", required=True),
        Field("note", "string"),
    ),
)  # fmt: skip
WORDS = st.text(st.sampled_from('ab é5;,\t"\n'), max_size=8).map(lambda word: plain(word).strip())
ROWS = st.lists(
    st.tuples(
        WORDS.filter(bool),
        st.integers(-999, 999).map(lambda n: f"{n / 100:.2f}"),
        st.integers(0, 99).map(str),
        WORDS,
    ),
    min_size=1,
    max_size=5,
)


def read(folder, raw, **how):
    (folder / "t.csv").write_bytes(raw)
    return read_table(folder, "t.csv", TABLE, **({"stranger": True} | how))


def written(rows, *, sign=",", quoting=csv.QUOTE_MINIMAL, header=TABLE.columns):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=sign, quoting=quoting, lineterminator="\n")
    writer.writerows([header, *rows])
    return text.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("strangers")


@given(
    rows=ROWS,
    sign=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    commas=st.booleans(),
    first=st.booleans(),
    bom=st.booleans(),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
    last=st.booleans(),
    nameless=st.integers(0, 2),
    blank=st.integers(0, 2),
)
@settings(max_examples=200, deadline=None)
def test_no_habit_of_a_spreadsheet_changes_what_is_read(
    folder, rows, sign, quoting, commas, first, bom, ends, last, nameless, blank
):
    expected, problems = read(folder, written(rows).encode(), stranger=False)
    assert problems == []
    if commas and sign != ",":
        rows = [(name, share.replace(".", ","), *rest) for name, share, *rest in rows]
    more = ("",) * nameless
    text = written(
        [(*row, *more) for row in rows], sign=sign, quoting=quoting, header=(*TABLE.columns, *more)
    )
    text = f"{f'sep={sign}' if first else ''}\n" * first + "\n" * blank + text
    raw = (text if last else text.rstrip("\n")).replace("\n", ends).encode()
    found, problems = read(folder, b"\xef\xbb\xbf" * bom + raw)
    assert problems == []
    assert found.columns == expected.columns
    assert found.lines == [line + first + blank for line in expected.lines]


@given(rows=ROWS.filter(lambda rows: len(rows) > 1), data=st.data())
@settings(max_examples=200, deadline=None)
def test_no_quote_that_was_left_open_takes_rows_in_unseen(folder, rows, data):
    rows = [tuple(cell.replace('"', "").replace(",", "") for cell in row) for row in rows]
    assume(all(row[0] for row in rows))
    opens = data.draw(st.integers(0, len(rows) - 2))
    closes = data.draw(st.integers(opens + 1, len(rows)))
    lines = [list(row) for row in rows]
    column, end = (data.draw(st.integers(0, 3)) for _ in range(2))
    lines[opens][column] = '"' + lines[opens][column]
    if closes < len(rows):
        lines[closes][end] += '"'
    text = "\n".join(map(",".join, [TABLE.columns, *lines])) + "\n"
    _, problems = read(folder, text.encode())
    assert opens + 2 in [problem.row for problem in problems]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u3000", "  ", "\n"])
def test_names_that_look_alike_are_one_name(folder, form, space):
    name = unicodedata.normalize(form, f"Café{space}5")
    found, problems = read(folder, written([(name, "1", "1", "")]).encode())
    assert (found.columns["name"], problems) == (["Café 5"], [])


HEAD = "name,share,runs,note\n"
NOT_UNDERSTOOD = [
    ("", ": expected a file with content, found an empty file"),
    (" \r\n\r\n", ": expected a file with content, found an empty file"),
    ((HEAD + "a,1,1,\n").encode("utf-16"),
     ": expected UTF-8 text, found UTF-16: save it as CSV UTF-8"),
    ("name;share;runs;note\na;1,500;1;\n",
     ":2:share: expected a number with a decimal point (the comma may part thousands), "
     "found '1,500'"),
    (HEAD + 'a,"1,5",1,\n', ":2:share: expected a number with a decimal point, found '1,5'"),
    (HEAD + "\na,1_5,1,\n", ":3:share: expected a number, found '1_5'"),
    (HEAD + "\na,1,٣,\n", ":3:runs: expected a whole number, found '٣'"),
    ("name,share,runs,note,\na,1,1,,x\n", ":1: expected a name for column 5, found none"),
    ("sep=;\n\nname;share;runs;note\na;1;x;\n", ":4:runs: expected a whole number, found 'x'"),
    (HEAD + 'a,1,1,"two\nlines"\n\nb,1,x,\n', ":5:runs: expected a whole number, found 'x'"),
    (HEAD + 'a,1,1,"odd\nb,1,1,\nc,1,1,"\n',
     ":2:note: expected a quote that is closed again, found rows inside it"),
    (HEAD + "\x1b[31mred,1,1,\n",
     ":2:name: expected signs that can be seen, not U+001B, found '\\x1b[31mred'"),
]  # fmt: skip
NOT_OURS = [
    (HEAD.replace(",", ";") + "a;1;1;\n",
     "1: expected cells separated by commas, found semicolons: a spreadsheet in another"),
    (HEAD.replace(",", "\t") + "a\t1\t1\t\n", "found tabs: a spreadsheet in another"),
    (HEAD + "a\u00a0b,1,1,\n", "2:name: expected ordinary spaces"),
    (HEAD + "cafe\u0301,1,1,\n", "2:name: expected composed letters"),
    (HEAD + 'a,1,1,"odd\nb,1,1,"\n', "2:note: expected a quote that is closed"),
    ("", "found an empty file"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "told"), NOT_UNDERSTOOD)
def test_what_is_not_understood_is_told_in_one_line(folder, raw, told):
    _, problems = read(folder, raw if isinstance(raw, bytes) else raw.encode())
    assert [str(problem) for problem in problems] == [f"t.csv{told}"]


@pytest.mark.parametrize(("raw", "told"), NOT_OURS)
def test_our_own_files_have_one_form(folder, raw, told):
    _, (problem,) = read(folder, raw.encode(), stranger=False)
    assert told in str(problem)


@given(raw=st.binary(max_size=80), text=st.text(max_size=60), header=st.booleans())
@example(raw=b"", text='"', header=True)
@example(raw=b"", text='sep="', header=False)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_and_no_message_rules_the_terminal(folder, raw, text, header):
    head = HEAD.encode() if header else b""
    for content in (head + raw, head + text.encode("utf-8", "surrogatepass")):
        for stranger in (True, False):
            found, problems = read(folder, content, stranger=stranger)
            assert found is not None or problems
            assert not [one for one in problems if UNSEEN.search(str(one))]


def test_a_name_of_a_file_does_not_rule_the_terminal(tmp_path):
    name = "\x1b[31mred\u202e.csv"
    _, (problem,) = read_table(tmp_path, name, TABLE, stranger=True)
    assert str(problem).startswith("\\u001b[31mred\\u202e.csv: expected a readable file")
    assert visible("plain") == "plain"


def test_rows_to_add_may_come_from_a_spreadsheet_in_another_language(tmp_path):
    path = evidence.DATA / "series" / "core_bench.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *_, last = csv.reader(file)
    row = dict(zip(header, last, strict=True)) | {"record": "core-9901", "value": "61.5"}
    forms = [("61.5", ",", "\n", b""), ("61,5", ";", "\r\n", b"\xef\xbb\xbf")]
    series = []
    for place, (value, sign, end, mark) in enumerate(forms):
        cells = (row | {"value": value}).values()
        text = written([cells], sign=sign, header=header).replace("\n", end)
        (tmp_path / f"{place}.csv").write_bytes(mark + text.encode())
        series.append(evidence.read(evidence.DATA, add=[tmp_path / f"{place}.csv"]).series)
    assert series[0].equals(series[1])
    assert "core-9901" in set(series[0]["record"])
