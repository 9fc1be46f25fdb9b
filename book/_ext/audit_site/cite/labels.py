"""An explicit label owns its section: the visible link at a heading never follows its wording.

``(coding-scaffold)=`` above a heading gives ``#coding-scaffold`` to the section, to the sign
beside the heading and to the contents list, however the heading is reworded later.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform


class LabelsOwnSections(SphinxTransform):
    """Give each explicitly labelled section its label as its only id, while pages are read.

    It runs after docutils has attached labels to sections and before Sphinx collects the
    contents, so that every list and link sees the final id.
    """

    default_priority = 700

    def apply(self, **_: Any) -> None:
        document = self.document
        for section in document.findall(nodes.section):
            # The last label before the heading comes last; the first one written leads.
            labels = [n for n in section["names"] if document.nametypes.get(n)]
            if not labels:
                continue
            for label in labels:
                self._claim(section, nodes.make_id(label))
            wanted = [nodes.make_id(label) for label in labels]
            old = set(section["ids"]) - set(wanted)
            section["ids"] = list(dict.fromkeys(wanted))
            for label in labels:
                document.nameids[label] = nodes.make_id(label)
            for name, identity in document.nameids.items():
                if identity in old:
                    document.nameids[name] = wanted[0]
            for target in document.findall(nodes.target):
                if target.get("refid") in old:
                    target["refid"] = wanted[0]

    def _claim(self, section: nodes.section, wanted: str) -> None:
        """Take the id ``wanted`` for ``section``; an implicit holder elsewhere loses it."""
        holder = self.document.ids.get(wanted)
        if holder is not None and holder is not section and isinstance(holder, nodes.section):
            if any(self.document.nametypes.get(name) for name in holder["names"]):
                raise ExtensionError(f"{self.env.docname}: two sections claim the anchor #{wanted}")
            holder["ids"].remove(wanted)
            self.document.set_id(holder)
        self.document.ids[wanted] = section


def setup(app: Any) -> None:
    """Add the transform at read time."""
    app.add_transform(LabelsOwnSections)
