"""Places that lie in other places: `places.yaml`."""

from functools import cached_property

from pydantic import model_validator

from rag.knowledge.tables import KnowledgeTable


class Places(KnowledgeTable):
    """Which places lie in which."""

    within: dict[str, tuple[str, ...]]  # place → its members
    own: tuple[str, ...]  # the company's own, wherever they are

    @model_validator(mode="after")
    def _nothing_lies_in_itself(self) -> "Places":
        circular = sorted(place for place in self.within if place in self._around(place))
        if circular:
            raise ValueError(f"places lie in themselves: {', '.join(circular)}")
        return self

    def lies_in(self, inner: str, outer: str) -> bool:
        """Whether all of `inner` is in `outer`; a place lies in itself, and the company's own places in any."""
        return inner == outer or inner in self.own or outer in self._around(inner)

    def all_in(self, place: str) -> frozenset[str]:
        """The place, and all that lies in it."""
        return frozenset({place}.union(*(self.all_in(member) for member in self.within.get(place, ()))))

    def _around(self, place: str) -> frozenset[str]:
        found: set[str] = set()
        step = {place}
        while step:
            step = {outer for one in step for outer in self._outer.get(one, ())} - found
            found |= step
        return frozenset(found)

    @cached_property
    def _outer(self) -> dict[str, list[str]]:
        outer: dict[str, list[str]] = {}
        for place, members in self.within.items():
            for member in members:
                outer.setdefault(member, []).append(place)
        return outer
