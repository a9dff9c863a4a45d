"""The named tuples of ``model/typing.py`` behave like those of ``typing``."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import pytest

from specslint.model import typing as own
from specslint.model.findings import Location
from specslint.model.spec import SourceText


def classes(base: Any) -> Any:
    """A named tuple of a class with two fields and a default, and a method."""

    class Point(base):  # type: ignore[misc]
        """A point."""

        x: int
        y: int = 2

        @property
        def sum(self) -> Any:
            return self.x + self.y

    return Point


POINTS = [
    pytest.param(classes(base), id=base.__module__) for base in (own.NamedTuple, typing.NamedTuple)
]


@pytest.mark.parametrize("point", POINTS)
def test_it_is_made_by_position_and_by_name(point: Any) -> None:
    made = [point(1), point(1, 2), point(x=1), point(1, y=2), point(y=2, x=1)]
    assert made == [(1, 2)] * 5
    assert {type(each) for each in made} == {point}
    assert (made[0].x, made[0].y, made[0].sum) == (1, 2, 3)
    assert repr(made[0]) == "Point(x=1, y=2)"
    assert hash(made[0]) == hash((1, 2))
    assert point.__doc__ == "A point."
    assert point._fields == ("x", "y")


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, 2, 3), {}), ((1,), {"x": 1}), ((1,), {"z": 1}), ((), {"y": 1})],
)
def test_a_wrong_number_of_values_is_refused(
    point: Any, values: tuple[int, ...], named: dict[str, int]
) -> None:
    with pytest.raises(TypeError, match=r"__new__|<lambda>"):
        point(*values, **named)


@pytest.mark.parametrize("point", POINTS)
def test_it_is_replaced_and_shown_as_a_dictionary(point: Any) -> None:
    made = point(1)
    assert made._replace(y=5) == (1, 5)
    assert type(made._replace()) is point
    assert made._asdict() == {"x": 1, "y": 2}
    with pytest.raises((TypeError, ValueError), match="z"):
        made._replace(z=1)


@pytest.mark.parametrize("point", POINTS)
def test_it_is_matched_and_cannot_be_changed(point: Any) -> None:
    match point(1, 3):
        case point(x, y):
            assert (x, y) == (1, 3)
    with pytest.raises(AttributeError):
        point(1).x = 2
    with pytest.raises(AttributeError):
        point(1).z = 2


def test_it_survives_copies_and_other_processes() -> None:
    found = Location("specs/kilo/approved/a.rst", 3)
    for again in (copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
        assert again == found
        assert type(again) is Location


def test_a_class_with_its_own_constructor_keeps_it() -> None:
    text = SourceText("a\nb\n")
    assert type(text._replace(text="c")) is SourceText
    assert text._replace(text="c").text == "c"
