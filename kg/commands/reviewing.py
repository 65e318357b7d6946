"""Asks what is to become of each proposal of a draft, at the terminal; every decision is written at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands.common import say_written
from kg.problems import KgError, Location, Problem
from kg.terminal import complain, emit, say_aside, tell

if TYPE_CHECKING:
    from argparse import Namespace

    from kg.draft.items import Item
    from kg.draft.review import Change, Review
    from kg.yamltree.writing import Value

KEYS = (
    "a 采纳  e 修改  s 跳过  r 拒绝  A 采纳此实体的全部  b 返回  q 退出",
    "a accept  e edit  s skip  r reject  A accept all of this entity  b back  q quit",
)


def ask(review: Review, options: Namespace) -> int:
    """Ask until nothing is left, or the user has enough."""
    return _Dialogue(review, options).run()


class _Dialogue:
    def __init__(self, review: Review, options: Namespace) -> None:
        import readline  # noqa: F401  lets `input` edit a line of Chinese

        self.review = review
        self.options = options
        self.skipped: set[str] = set()
        self.done: list[tuple[str, Change | None]] = []
        self.counts = {"a": 0, "r": 0}

    def say(self, zh: str, en: str) -> str:
        return en if self.options.language == "en" else zh

    def run(self) -> int:
        answers = {
            "a": self.accept,
            "e": self.edit,
            "s": self.skip,
            "r": self.reject,
            "A": self.accept_entity,
        }
        try:
            while item := self.next():
                self.show(item)
                answer = self.ask("> ")
                if answer in ("q", "Q"):
                    break
                if answer == "b":
                    self.back()
                elif answer in answers:
                    answers[answer](item)
                else:
                    emit(self.say(f"没有“{answer}”这个键\n", f"“{answer}” is no key\n"))
        except (EOFError, KeyboardInterrupt):
            emit("\n")
        counts = (self.counts["a"], self.counts["r"], len(self.review.items()))
        words = ("采纳 {}，拒绝 {}，草稿里还剩 {}", "accepted {}, rejected {}, left in the draft {}")
        say_aside(self.say(*words).format(*counts))
        say_written(sorted(self.review.written), self.options)
        return 0

    def ask(self, question: str) -> str:
        return input(question).strip()

    def next(self) -> Item | None:
        """Give the next proposal; before a statement, the new entities that it needs."""
        items = self.review.items()
        heads = {item.subject: item for item in items if not item.key}
        for item in items:
            if item.identity in self.skipped:
                continue
            needed = [heads[id_] for id_ in (item.subject, item.to) if item.key and id_ in heads]
            if any(one.identity in self.skipped for one in needed):
                continue
            return needed[0] if needed else item
        return None

    def show(self, item: Item) -> None:
        left = sum(one.identity not in self.skipped for one in self.review.items())
        emit(f"\n[{left}] {item.subject}  {self.type_of(item)}\n")
        if item.key:
            emit(f"  {self.label(item.key)} {self.object(item)}    {item.confidence:.0%}\n")
        else:
            emit(f"  {self.say('新实体', 'new entity')}{self.names(item.form)}    {item.confidence:.0%}\n")
        for sentence, start, end in self.review.sentences_of(item):
            emit(f"  {sentence[:start]}⟦{sentence[start:end]}⟧{sentence[end:]}\n")
        if item.quote and not self.review.text:
            emit(f"  “{'” “'.join(item.quote)}”\n")
        for field in ("status", "note", "when", "role"):
            if isinstance(item.form, dict) and field in item.form:
                emit(f"  {field}: {item.form[field]}\n")
        emit(f"{KEYS[self.options.language == 'en']}\n")
        first, last = item.lines
        complain((one for one in self.review.problems if first <= one.location.line <= last), self.options)

    def type_of(self, item: Item) -> str:
        type_ = self.review.types.get(item.subject, "")
        if not item.key and isinstance(item.form, dict):
            type_ = str(item.form.get("type", ""))
        class_ = self.review.ontology.classes.get(self.review.ontology.class_ids.get(type_, ""))
        return f"{class_.id} {class_.titles['zh']}" if class_ else type_

    def label(self, name: str) -> str:
        property_ = self.review.ontology.properties.get(self.review.ontology.property_ids.get(name, ""))
        return f"{name} {property_.titles['zh']}" if property_ else name

    def object(self, item: Item) -> str:
        form = item.form if isinstance(item.form, dict) else {}
        measure = f"{form['measure']}: " if "measure" in form else ""
        return f"{'→ ' if 'to' in form else ''}{measure}{item.to}"

    def names(self, form: Value) -> str:
        named = form if isinstance(form, dict) else {}
        aliases = named.get("aliases", [])
        others = [aliases] if isinstance(aliases, str) else list(aliases)
        names = "、".join(str(name) for name in (named.get("name"), *others) if name)
        return self.say(f"，也称{names}", f", also {names}") if names else ""

    def accept(self, item: Item, form: Value | None = None) -> None:
        self.write([(item, item.form if form is None else form)])

    def accept_entity(self, item: Item) -> None:
        """Accept what is said of an entity, but what needs another new entity or is wrong."""
        items = self.review.items()
        new = {one.subject for one in items if not one.key} - {item.subject}
        mine = [one for one in items if one.subject == item.subject and one.to not in new]
        self.write([(one, one.form) for one in mine if not self.review.is_wrong(one)])

    def write(self, decided: list[tuple[Item, Value]]) -> None:
        try:
            change = self.review.accept(decided)
        except KgError as error:
            complain(error.problems, self.options)
            return
        self.counts["a"] += len(decided)
        self.done.append(("a" * len(decided), change))

    def reject(self, item: Item) -> None:
        self.done.append(("r", self.review.reject(item)))
        self.counts["r"] += 1

    def skip(self, item: Item) -> None:
        self.skipped.add(item.identity)
        self.done.append((item.identity, None))

    def back(self) -> None:
        """Take the last decision back."""
        if not self.done:
            return
        what, change = self.done.pop()
        if change is None:
            self.skipped.discard(what)
        elif self.review.take_back(change):
            self.counts[what[0]] -= len(what)
        else:
            tell([Problem("review-changed", Location(str(self.review.path)))], self.options)

    def edit(self, item: Item) -> None:
        """Ask for each part anew, and accept what comes of it; Ctrl-D leaves all as it was."""
        form = dict(item.form) if isinstance(item.form, dict) else {"value": item.form}
        fields = [key for key in ("name", "type", "measure", "to", "value") if key in form]
        fields += ["quote"] if item.key else []
        if not item.key and "name" not in fields:
            fields.insert(0, "name")
        try:
            for field in fields:
                self.edit_field(item, form, field)
        except EOFError:
            emit("\n")
            return
        self.accept(item, form)

    def edit_field(self, item: Item, form: dict[str, Value], field: str) -> None:
        old = form.get(field, item.subject if field == "name" else "")
        shown = old if isinstance(old, str) else " … ".join(map(str, old))
        while answer := self.ask(f"  {field} [{shown}]: "):
            tried = {**form, field: answer}
            if not complain(self.review.try_out([(item, tried)]), self.options):
                form[field] = answer
                return
