"""The command line of `kg`: which subcommands there are, which options each has, and how they are run."""

from __future__ import annotations

import os
from argparse import ArgumentParser, HelpFormatter, Namespace
from importlib import import_module
from typing import TYPE_CHECKING

from kg import __version__
from kg.early import look_ahead
from kg.problems import KgError, Location, Problem, render_text
from kg.terminal import emit, say_aside, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from kg.early import EarlyWorker
    from kg.problems import Language

HELP_WIDTH = 100


COMMANDS = {
    "check": ("检查数据，一次列出所有问题", "find all problems of the data at once"),
    "query": ("用 SPARQL 提问；不带名字则列出保存的查询", "ask in SPARQL; alone, list the saved queries"),
    "show": ("显示一个实体及其证据", "show an entity with its evidence"),
    "search": ("按中文、别名、拼音或首字母查找实体", "find entities by Chinese, alias, pinyin or initials"),
    "path": ("两个实体之间的最短路径及其证据", "a shortest path between two entities, with evidence"),
    "stats": ("统计、度数与社群", "counts, degrees and communities"),
    "view": ("生成图谱网页", "write the graph as a page"),
    "watch": ("边改边看：随时报告问题、刷新网页", "follow edits: problems and page anew on each save"),
    "serve": ("通过 HTTP 提供图谱和 SPARQL", "serve the graph and SPARQL over HTTP"),
    "mcp": ("供 AI 助手查询图谱（MCP）", "the graph for AI assistants (MCP)"),
    "export": ("导出为其他格式", "write the graph in another format"),
    "publish": ("发布到别的 SPARQL 服务器", "put the graph on another SPARQL server"),
    "import": ("导入 CSV 或 Excel 表格，逐行判断", "import a spreadsheet, judged row by row"),
    "add": ("加入实体，写进数据文件", "add entities to the data"),
    "set": ("改一个实体的名称或属性", "change what is said of an entity"),
    "draft": ("读一篇新报道，拟出待审核的 YAML", "propose YAML for an article never seen, to be reviewed"),
    "review": ("逐条审核草稿，采纳的写进数据", "review a draft; what is accepted goes into the data"),
    "rename": ("给实体换标识，所有引用一并修改", "give an entity a new id, with every reference to it"),
    "merge": ("把两个实体合并为一个", "make one entity of two"),
    "dedupe": ("列出可能重复的实体，记下决定", "list likely duplicates, and decide about them"),
    "fmt": ("统一数据文件的顺序和排版", "put data files in the standard order and layout"),
    "diff": ("两个版本之间的变化", "what changed between two git revisions"),
    "schema": ("生成编辑器用的 JSON Schema", "write a JSON Schema for editors"),
    "lsp": ("编辑器的语言服务器", "serve editors: a language server"),
}
"""What each subcommand does, in Chinese and English; its module in `kg.commands` has its name."""


def run(arguments: list[str], early: EarlyWorker | None = None) -> int:
    """Run a command line and give its exit status."""
    language = _language(arguments)
    try:
        return _run(_command_first(arguments), language, early)
    except KgError as error:
        tell(error.problems, Namespace(language=language))
        return 1


def _run(arguments: list[str], language: Language, early: EarlyWorker | None) -> int:
    name = arguments[0] if arguments else "--help"
    if name in ("--help", "-h"):
        emit(overview(language))
        return 0
    if name == "--version":
        emit(f"gongtu {__version__}\n")
        return 0
    garbled = next((argument for argument in arguments if not _is_text(argument)), None)
    if garbled is not None:
        tell([Problem("argument-not-text", Location(garbled))], Namespace(language=language))
        return 2
    if name not in COMMANDS:
        return _unknown_command(name, language)
    options = parser_of(name, language).parse_args(arguments[1:])
    options.language, options.early = language, early
    status: int = _module(name).run(options)
    return status


def _command_first(arguments: list[str]) -> list[str]:
    """Put `--lang zh` behind the command, and read `help check` as `check --help`."""
    size = 2 if arguments[:1] == ["--lang"] else 1 if arguments and arguments[0].startswith("--lang=") else 0
    rest = arguments[size:]
    if rest[:1] == ["help"]:
        return _command_first([*rest[1:], *arguments[:size], "--help"])
    return [*rest[:1], *arguments[:size], *rest[1:]] if rest else []


def _is_text(argument: str) -> bool:
    """Tell whether an argument came as UTF-8: Python hands on any other bytes as lone surrogates."""
    return argument.isascii() or not any("\ud800" <= character <= "\udfff" for character in argument)


def _language(arguments: Sequence[str]) -> Language:
    """Take the language from --lang, else from the locale; the module `locale` would cost 8 ms to import."""
    asked = look_ahead(arguments, "--lang")
    if asked in ("en", "zh"):
        return asked
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, settings), "").startswith("zh") else "en"


def _unknown_command(name: str, language: Language) -> int:
    from kg.suggest import nearest

    blanks = {"name": name, "suggestion": "".join(nearest(name, COMMANDS))}
    problem = Problem("unknown-command", Location("kg"), blanks)
    say_aside(f"{render_text([problem], language)}\n{overview(language).rstrip()}")
    return 2


def overview(language: Language = "en") -> str:
    """List the subcommands, as `kg --help` does."""
    index = language == "en"
    lines = [f"  kg {name:7} {summary[index]}\n" for name, summary in COMMANDS.items()]
    more = ("各命令的选项：kg 命令 --help", "The options of each: kg COMMAND --help")[index]
    return "".join(["工图 Gongtu\n", *lines, more, "\n"])


class _HelpFormatter(HelpFormatter):
    """Help as wide as a page: asking for the terminal's width would import shutil at every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=HELP_WIDTH)


def _module(name: str) -> ModuleType:
    """Give the module of a subcommand: importing all of them would keep each waiting."""
    return import_module(f"kg.commands.{name}")


def parser_of(name: str, language: Language) -> ArgumentParser:
    """Build the parser of one subcommand; building all of them would take 8 ms."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    parser = ArgumentParser(
        prog=f"kg {name}",
        description=say(*COMMANDS[name]),
        allow_abbrev=False,
        formatter_class=_HelpFormatter,
    )
    _module(name).declare(parser, say)
    parser.add_argument("--data", default="data", metavar="DIR", help=say("数据目录", "the data directory"))
    where = say("文章文本所在的目录", "where the articles' texts are")
    parser.add_argument("--articles", metavar="DIR", help=where)
    parser.add_argument("--lang", choices=("zh", "en"), help=say("信息的语言", "the language of messages"))
    return parser
