"""Tables of the chapters: hostile text stays text, missing values, groups, folds and links."""

import pandas as pd
import pytest
from audit_site.tables.plain import Linked, plain_table


def test_text_from_data_is_escaped_and_missing_values_are_a_dash():
    frame = pd.DataFrame({"a": ["<script>alert(1)</script>"], "b": [None], "c": [-1.25]})
    html = plain_table(frame, {"a": "A & B", "b": "B", "c": ("C", "{:.1f}")})._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "A &amp; B" in html
    assert '<td data-h="B">–</td>' in html
    assert '<td data-h="C">−1.2</td>' in html


def test_an_unknown_column_is_named():
    with pytest.raises(ValueError, match="columns: expected some of"):
        plain_table(pd.DataFrame({"a": [1]}), {"z": "Z"})


def test_a_grouped_table_names_each_group_once():
    frame = pd.DataFrame({"g": ["one", "one", "two"], "a": [1, 2, 3], "b": [4, 5, 6]})
    html = plain_table(frame, {"a": "A", "b": "B"}, group="g")._repr_html_()
    assert html.count('scope="rowgroup" colspan="2"') == 2
    assert html.index(">one<") < html.index(">2<") < html.index(">two<")


def test_links_are_escaped_and_only_for_addresses():
    assert Linked("a <b>", 'https://x.example/?q="1"').__html__() == (
        '<a class="reference external" href="https://x.example/?q=&quot;1&quot;">a &lt;b&gt;</a>'
    )
    assert Linked("a", "javascript:x").__html__() == "a"
    folded = plain_table(pd.DataFrame({"a": [1]}), {"a": "A"}, fold="More & more")
    assert folded._repr_html_().startswith(
        '<details class="audit-fold"><summary>More &amp; more</summary>'
    )
