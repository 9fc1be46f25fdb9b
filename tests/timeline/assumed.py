"""The assumptions of the book, read once: the file and what the model takes."""

from pathlib import Path

import yaml

from analysis import timeline

DATA = Path(__file__).parents[2] / "data"
RAW = yaml.safe_load((DATA / "assumptions.yml").read_text(encoding="utf-8"))
BOOK = timeline.Assumptions.from_mapping(RAW)
