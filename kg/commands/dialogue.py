"""Asks for a new entity at the terminal, and checks each answer at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.terminal import complain, say_aside

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence

    from kg.editing.heads import Heads
    from kg.ontology import Class, Property
    from kg.problems import Problem
    from kg.yamltree.writing import Value

    Entity = dict[str, Value]
    Check = Callable[[str], Sequence[Problem]]


def ask(options: Namespace) -> dict[str, Value] | None:
    """Ask for one entity; nothing where the user gives up."""
    from kg.editing.heads import Heads
    from kg.editing.landing import Sources

    heads = Heads(Sources(Path(options.data)), Path(options.articles) if options.articles else None)
    try:
        return _Dialogue(heads, options).entity(options.id)
    except EOFError:
        say_aside("")
        return None


class _Dialogue:
    def __init__(self, heads: Heads, options: Namespace) -> None:
        import readline  # noqa: F401  lets `input` edit a line of Chinese

        from kg.editing.addition import data_file

        self.heads = heads
        self.ontology = heads.ontology
        self.options = options
        self.target = data_file(heads.directory, options.to) if options.to else None
        self.id = ""

    def say(self, zh: str, en: str) -> str:
        return en if self.options.language == "en" else zh

    def entity(self, id_: str | None) -> dict[str, Value] | None:
        say_aside(
            self.say("空行：没有，或完了。Ctrl-D：放弃。", "An empty line: none, or done. Ctrl-D: give up.")
        )
        self.id = id_ or self.text(self.say("标识", "id"), self.problems_of_id)
        if id_ and complain(self.problems_of_id(id_), self.options):
            return None
        type_ = self.choose(self.say("类型", "type"), self.classes()) if self.id else ""
        if not type_:
            return None
        entity: Entity = {"type": type_, **self.names()}
        complain(self.problems(entity), self.options)
        properties = self.properties(self.ontology.classes[self.ontology.class_ids[type_]])
        while key := self.choose(self.say("属性", "property"), properties):
            self.statement(entity, key)
        return self.confirmed({self.id: entity})

    def names(self) -> Entity:
        found: Entity = {}
        name = self.text(self.say("名称（同标识则留空）", "name, unless it is the id"))
        if name and name != self.id:
            found["name"] = name
        aliases: list[Value] = list(iter(lambda: self.text(self.say("别名", "alias")), ""))
        if aliases:
            found["aliases"] = aliases
        description = self.text(self.say("说明", "description"))
        return {**found, "description": description} if description else found

    def statement(self, entity: Entity, key: str) -> None:
        """Ask for a value, for what is counted where it is a figure, and for the words that say so."""
        from kg.editing.given import put, statement_form

        qualifiers: Entity = {}

        def problems_of(value: str) -> Sequence[Problem]:
            form = statement_form(self.ontology, key, value, qualifiers)
            return self.problems({"type": entity["type"], key: form})

        if "Quantity" in self.ontology.properties[self.ontology.property_ids[key]].ranges:
            measure = self.text(self.say("  数的是什么", "  what is counted"))
            qualifiers = {"measure": measure} if measure else qualifiers
        value = self.text(self.say("  值", "  value"), problems_of)
        if value:
            self.evidence(qualifiers, lambda: problems_of(value))
            put(entity, self.ontology, key, statement_form(self.ontology, key, value, qualifiers))

    def evidence(self, qualifiers: Entity, problems: Callable[[], Sequence[Problem]]) -> None:
        """Ask for the quote; what has none is inferred from something."""

        def problems_of(quote: str) -> Sequence[Problem]:
            qualifiers["quote"] = quote
            return problems()

        if self.text(self.say("  引文", "  quote"), problems_of):
            return
        qualifiers.pop("quote", None)
        note = self.text(self.say("  没有引文，由什么推断", "  no quote; inferred from what"))
        if note:
            qualifiers.update(status="inferred", note=note)

    def confirmed(self, entities: dict[str, Value]) -> dict[str, Value] | None:
        from kg.editing.insertion import entities_text

        say_aside(entities_text(entities).rstrip())
        answer = input(self.say("写入？[Y/n] ", "Write it? [Y/n] ")).strip().casefold()
        return entities if answer in {"", "y", "yes", "是", "好"} else None

    def text(self, question: str, check: Check | None = None) -> str:
        """Ask until the answer is right, or empty."""
        while True:
            answer = input(f"{question}: ").strip()
            if not answer or check is None or not complain(check(answer), self.options):
                return answer

    def choose(self, question: str, names: dict[str, tuple[str, ...]]) -> str:
        """Ask for one of several things by any part of a name; gives the whole name, or the key."""
        keys = {name for all_names in names.values() for name in all_names}
        shown: list[str] = []
        while answer := input(f"{question}: ").strip():
            if answer in keys:
                return answer
            if answer.isdecimal() and 0 < int(answer) <= len(shown):
                return shown[int(answer) - 1]
            shown = list(names) if answer in {"?", "？"} else _meant_by(answer, names)
            if len(shown) == 1:
                say_aside(f"  {_label(names[shown[0]])}")
                return shown[0]
            for number, key in enumerate(shown, 1):
                say_aside(f"  {number} {_label(names[key])}")
            say_aside(
                self.say("  编号，或再输入几个字", "  a number, or more letters") if shown else self.nothing()
            )
        return ""

    def nothing(self) -> str:
        return self.say("  没有；? 列出全部", "  none; ? lists all")

    def classes(self) -> dict[str, tuple[str, ...]]:
        return _names(class_ for class_ in self.ontology.classes.values() if not class_.abstract)

    def properties(self, class_: Class) -> dict[str, tuple[str, ...]]:
        known = self.ontology.properties.values()
        return _names(property_ for property_ in known if property_.id in class_.properties)

    def problems_of_id(self, id_: str) -> Sequence[Problem]:
        known = self.heads.known(id_)
        return [known] if known else [one for one in self.problems({}, id_) if one.code == "bad-id"]

    def problems(self, entity: Entity, id_: str = "") -> Sequence[Problem]:
        """Read a part of the entity as it would be written."""
        from kg.yamltree import parse
        from kg.yamltree.writing import entry_text

        key = id_ or self.id
        tree, problems = parse(entry_text(key, entity, blocks=1).encode(), key)
        file = self.target or self.heads.home_of(entity.get("type"))
        found = [*problems, *self.heads.problems_of(tree.entries.values(), str(file))]
        return [problem for problem in found if problem.code != "property-missing"]


def _meant_by(text: str, names: dict[str, tuple[str, ...]]) -> list[str]:
    """Give the keys with a name that a text is part of, in characters or in pinyin, best first."""
    from kg.suggest import match_rank

    ranks = {key: rank for key in names if (rank := match_rank(text, names[key])) is not None}
    return sorted(ranks, key=ranks.__getitem__)


def _label(names: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(names[:3]))


def _names(definitions: Iterable[Class | Property]) -> dict[str, tuple[str, ...]]:
    return {one.id: (one.id, *one.titles.values(), *one.aliases) for one in definitions}
