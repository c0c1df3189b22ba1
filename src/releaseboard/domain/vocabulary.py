"""Lists of allowed words: what is used of `enum.StrEnum`, at a tenth of its price.

Two dozen enums would cost each start of the program 1.8 ms, a fifth of what Python itself needs to start. Type checkers
see `StrEnum`; at run time a member is a text that also has `name` and `value`, and a list of words is iterated,
called (`State("draft")`) and indexed (`State["DRAFT"]`) as an enum is.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

__all__ = ["Words"]

if TYPE_CHECKING:
    from enum import StrEnum as Words
else:

    class _List(type):
        """The class of a list of words: its upper-case texts become its members, in the order in which they stand."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> "_List":
            words = {key: value for key, value in body.items() if key.isupper()}
            made = super().__new__(cls, name, bases, {k: v for k, v in body.items() if k not in words})
            made._by_value = {}
            for key, value in words.items():
                member = str.__new__(made, value)
                member.name = key
                made._by_value[value] = member
                setattr(made, key, member)
            return made

        def __iter__(cls) -> Iterator[Any]:
            return iter(cls._by_value.values())

        def __len__(cls) -> int:
            return len(cls._by_value)

        def __contains__(cls, value: object) -> bool:
            return value in cls._by_value

        def __getitem__(cls, name: str) -> Any:
            for member in cls:
                if member.name == name:
                    return member
            raise KeyError(name)

        def __call__(cls, value: str) -> Any:
            try:
                return cls._by_value[value]
            except KeyError:
                raise ValueError(f"{value!r} is not a valid {cls.__qualname__}") from None

    class Words(str, metaclass=_List):
        """The ground of every list of words."""

        __slots__ = ("name",)

        @property
        def value(self) -> str:
            """The word as it is stored."""
            return str(self)

        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return type(self), (str(self),)
