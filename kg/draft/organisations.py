"""Short forms of organizations led back to full ones by context: 省总工会, 区总工会, 市总, 全总."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.draft.places import nearest
from kg.draft.tables import pattern, province_of_city, provinces

if TYPE_CHECKING:
    from kg.draft.mentions import Mention
    from kg.draft.places import Place

ORGANISATIONS = frozenset(
    {
        "Union",
        "Movement",
        "PartyOrgan",
        "Government",
        "Enterprise",
        "Institution",
        "Media",
        "Collective",
        "Organization",
    }
)
NATIONAL = {"全总": "中华全国总工会", "全国总工会": "中华全国总工会", "人社部": "人力资源和社会保障部"}
_level = re.compile(
    "(?P<level>自治区|街道|[省市州区县旗镇乡])(?P<rest>总|(?![级直区内外场长镇辖]|民(?![政族宗])|城).{2,})$"
)
_outer = re.compile("^[\u4e00-\u9fff]{2,3}省(?=[\u4e00-\u9fff]{2,4}?[市州县区])")
_movement = re.compile(f"(?:全国|{pattern([*provinces(), *province_of_city()])})[省市]?(?:各级)?工会$")


def resolved(mention: Mention, province: str, found: list[Place]) -> Mention:
    """Give the mention with its full name, where its short form has one here."""
    if mention.type == "Place":
        return _without_places(mention)
    if mention.type not in ORGANISATIONS:
        return mention
    if outer := _outer.match(mention.name):
        start = mention.start + outer.end()
        mention = mention._replace(start=start, name=mention.name[outer.end() :], full="")
    if full := NATIONAL.get(mention.name):
        return mention._replace(full=full, type="Union" if full.endswith("总工会") else "Government")
    if _movement.match(mention.name):
        return mention._replace(type="Movement")
    return mention._replace(full=_full_name(mention, province, found) or mention.full)


def _full_name(mention: Mention, province: str, found: list[Place]) -> str:
    """Give 海州市总工会 for 市总 and 市总工会, by the city named last; empty where no place is known."""
    match = _level.match(mention.name)
    if not match:
        return ""
    level, rest = match["level"], "总工会" if match["rest"] == "总" else match["rest"]
    of_province = level in ("省", "自治区")
    place = province_name(province) if of_province else nearest(found, mention.start, level)
    return place + rest if place else ""


def _without_places(mention: Mention) -> Mention:
    """Cut off the places around a place: 湖州市吴兴区埭溪镇美妆小镇."""
    around = re.match("(?:[\u4e00-\u9fff]{1,4}?[省市州县区旗镇乡])+(?=.{3,})", mention.name)
    if not around or (mention.name.endswith("区") and around.end() == len(mention.name)):
        return mention
    start = mention.start + around.end()
    return mention._replace(start=start, name=mention.name[around.end() :])


def province_name(province: str) -> str:
    """Give the full name of a province: 浙江省, 北京市, 广西壮族自治区."""
    full = {
        "广西": "广西壮族自治区",
        "宁夏": "宁夏回族自治区",
        "新疆": "新疆维吾尔自治区",
        "内蒙古": "内蒙古自治区",
        "西藏": "西藏自治区",
    }
    cities = ("北京", "上海", "天津", "重庆")
    return full.get(province) or (
        f"{province}市" if province in cities else f"{province}省" if province else ""
    )
