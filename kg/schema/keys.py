"""The keys of the data format that are no properties of the ontology, and what each means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kg.problems import Language


class Key(NamedTuple):
    """What a key is called in Chinese, and what it means in both languages."""

    title: str
    zh: str
    en: str

    def meaning(self, language: Language) -> str:
        """Give the meaning in one language."""
        return self.zh if language == "zh" else self.en


TOP = {
    "status": Key(
        "状态",
        "draft：整个文件是草稿，审阅之前什么也不算数",
        "draft: all of this file is a proposal, and counts for nothing before it is reviewed",
    ),
    "source": Key(
        "出处", "本文件各条陈述默认出自的文章", "the article that the statements of this file come from"
    ),
    "articles": Key("文章", "文章：标识、题目、作者、文本", "articles by id: title, authors, text"),
    "entities": Key(
        "实体", "实体：标识下面写类型和陈述", "entities by id, each with its type and statements"
    ),
}
ARTICLE = {
    "title": Key("题目", "文章的题目", "the title of the article"),
    "authors": Key("作者", "作者，可以是列表", "its authors, a list or one"),
    "publisher": Key("报刊", "刊登它的报刊", "the newspaper that printed it"),
    "published": Key("日期", "刊登日期，EDTF 写法：2022-04-30", "when it was printed, in EDTF: 2022-04-30"),
    "url": Key("网址", "网上的文章", "its address on the web"),
    "text": Key(
        "文本", "文本文件，如 articles/标识.txt；可以不在本机", "the file of its text; may be absent here"
    ),
    "notStated": Key("未载", "文中没有写明的事", "what the article does not say"),
}
ENTITY = {
    "type": Key("类型", "本体里的一个类", "a class of the ontology"),
    "name": Key("名称", "名称；不写则与标识相同", "its name; the id unless given"),
    "aliases": Key("别名", "别的叫法，可以是列表", "other names, a list or one"),
    "description": Key("说明", "一两句说明", "a sentence or two about it"),
    "sameAs": Key("等同", "别处同一实体的网址", "addresses of the same entity elsewhere"),
    "notStated": Key(
        "未载", "文中没有写明的属性：属性: 说明", "what the article does not say of it: property: note"
    ),
}
DRAFT = {
    "status": Key("状态", "draft：草稿，尚未审阅", "draft: a proposal that nobody has reviewed"),
    "confidence": Key("把握", "草稿有几分把握，0 到 1", "how sure a draft is, from 0 to 1"),
    "quote": Key("引文", "草稿提到这个实体的短语", "the phrase in which a draft names the entity"),
}
"""What only the entities of drafts have; the second also their statements."""
QUALIFIERS = {
    "to": Key("对象", "所指的实体：标识、名称或别名", "the entity meant: an id, a name or an alias"),
    "value": Key("值", "文字、日期或数字，照原文抄录", "a text, a date or a figure, as printed"),
    "measure": Key("指标", "数字统计的是什么", "what the figure measures"),
    "counts": Key("计数对象", "数的是哪种实体", "the entity that is counted"),
    "scope": Key("范围", "是谁的数字", "the entity whose figure it is"),
    "period": Key("时段", "照原文写的时段：五年来", "the span as printed: 五年来"),
    "kind": Key("数字性质", "哪一种量：reach、activity……", "what kind of figure: reach, activity…"),
    "source": Key(
        "出处", "出自哪篇文章；不写则用文件顶部的", "the article; the one at the top of the file unless given"
    ),
    "quote": Key(
        "引文",
        "支撑这条陈述的最短短语，至多 40 字；可以是几段的列表",
        "the shortest phrase that carries the statement, at most 40 characters; or a list of phrases",
    ),
    "when": Key("何时", "何时成立，EDTF 写法：2018/2023", "when it holds, in EDTF: 2018/2023"),
    "status": Key(
        "状态",
        "stated 原文明言（默认）、inferred 推断、disputed 有争议、deprecated 已废弃",
        "stated (unless given), inferred, disputed or deprecated",
    ),
    "role": Key("角色", "以什么角色", "in which role"),
    "note": Key(
        "备注", "给读者的说明，如推断的依据", "a note for the reader, such as the ground of an inference"
    ),
}
OMISSION = {key: QUALIFIERS[key] for key in ("note", "quote", "source")}
