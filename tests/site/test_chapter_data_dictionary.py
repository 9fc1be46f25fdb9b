"""The data dictionary names every table and column once, from the schema itself."""

import json
from pathlib import Path

from audit_site.tables import data_dictionary as dictionary

from analysis import evidence

EV = evidence.load()
ROOT = Path(__file__).parents[2]


def test_every_column_of_the_package_is_described_on_the_page():
    package = json.loads((ROOT / "data/datapackage.json").read_text("utf-8"))
    described = {name: set(dictionary.columns(name)["column"]) for name in dictionary.names()}
    everything = set().union(*described.values())
    for resource in package["resources"]:
        fields = {field["name"] for field in resource.get("schema", {}).get("fields", [])}
        assert fields <= everything, resource["name"]
    text = (ROOT / "book/appendix/data_dictionary.md").read_text("utf-8")
    for name in dictionary.names():
        assert f'dictionary("{name}")' in text
        assert (dictionary.columns(name)["means"].str.len() >= 5).all(), name
