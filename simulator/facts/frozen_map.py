"""A mapping that nobody can change, and that can be copied, pickled and compared like any value."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value", covariant=True)


class FrozenMap(Mapping[Key, Value]):
    """Entries in the order given; equal to any mapping with the same ones."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[Key, Value] | Iterable[tuple[Key, Value]] = ()) -> None:
        self._entries = dict(entries)

    def __getitem__(self, key: Key) -> Value:
        return self._entries[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def keys(self) -> KeysView[Key]:
        return self._entries.keys()

    def values(self) -> ValuesView[Value]:
        return self._entries.values()

    def items(self) -> ItemsView[Key, Value]:
        return self._entries.items()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._entries!r})"
