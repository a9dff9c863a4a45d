"""All edits of a plan apply; two at one place are a defect of specslint."""

from __future__ import annotations

import pytest

from specslint.fixing.edits import edited
from specslint.model.findings import Edit


def test_edits_are_applied_in_any_order() -> None:
    edits = [Edit(2, 1, 2, 3, "x"), Edit(1, 1, 1, 1, "new\n"), Edit(3, 1, 3, 1, "end")]
    assert edited("ab\ncd\n", edits) == edited("ab\ncd\n", edits[::-1]) == "new\nab\nx\nend"
    assert edited("ab\n", []) == "ab\n"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        edited("abcd\n", [Edit(1, 1, 1, 3, "x"), Edit(1, 2, 1, 4, "y")])
    with pytest.raises(ValueError, match="no line 4"):
        edited("abcd\n", [Edit(4, 1, 4, 1, "x")])
