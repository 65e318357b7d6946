"""A proposal as YAML in the format of the data, everything with the status draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.yamltree.writing import entry_text, scalar_text

if TYPE_CHECKING:
    from kg.draft.proposal import DraftEntity, Proposal, Said

HEADINGS = {
    "zh": "# 由 kg draft 拟出，全部未经审核；逐条审核用 kg review。\n",
    "en": "# Drafted by kg draft and not reviewed; review it with kg review.\n",
}
UNATTACHED = {
    "zh": "# 未能归到实体的数字和日期：",
    "en": "# Figures and dates of no entity: ",
}


def render(proposal: Proposal, article: str, text_path: str, language: str) -> str:
    """Write a proposal as a file of the data: the article, then the entities in the order of the text."""
    head: dict[str, Any] = {"title": proposal.title or article}
    if proposal.authors:
        head["authors"] = list(proposal.authors)
    if proposal.published:
        head["published"] = proposal.published
    head["text"] = text_path
    parts = [
        HEADINGS[language],
        "status: draft\n",
        f"source: {scalar_text(article)}\n\n",
        "articles:\n",
        entry_text(article, head, 2, blocks=1),
    ]
    if proposal.entities:
        parts.append("\nentities:\n")
        parts.append("\n".join(entry_text(one.id, _entity(one), 2, blocks=1) for one in proposal.entities))
    if proposal.unattached:
        parts.append(f"\n{UNATTACHED[language]}{'，'.join(proposal.unattached)}\n")
    return "".join(parts)


def _entity(one: DraftEntity) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if not one.known:
        entry["type"] = one.type
        if one.name != one.id:
            entry["name"] = one.name
        if one.aliases:
            entry["aliases"] = list(one.aliases)
        entry |= {"status": "draft", "confidence": f"{one.confidence:.2f}", "quote": one.quote}
    by_property: dict[str, list[dict[str, Any]]] = {}
    for said in one.statements:
        by_property.setdefault(said.property, []).append(_statement(said))
    return entry | {key: values[0] if len(values) == 1 else values for key, values in by_property.items()}


def _statement(said: Said) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if said.measure:
        entry["measure"] = said.measure
    entry |= {"to": said.to} if said.to else {"value": said.value}
    entry["quote"] = said.quote[0] if len(said.quote) == 1 else list(said.quote)
    entry |= {"status": "draft", "confidence": f"{said.confidence:.2f}"}
    if said.note:
        entry["note"] = said.note
    return entry
