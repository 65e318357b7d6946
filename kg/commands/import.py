"""`kg import`: a spreadsheet into the data, judged row by row."""  # noqa: N999 - the name is that of the command

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.terminal import emit, say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", help=say("CSV 或 Excel 文件", "a CSV or Excel file"))
    dry = say("只逐行判断，不写入", "judge the rows, and write nothing")
    parser.add_argument("--dry-run", action="store_true", help=dry)
    skip = say("跳过有误和矛盾的行，写入其余的", "leave out wrong and conflicting rows, and write the others")
    parser.add_argument("--skip-wrong", action="store_true", help=skip)
    target = say("新实体写进哪个数据文件", "the data file that new entities are written to")
    parser.add_argument("--to", metavar="FILE", help=target)
    parser.add_argument("--sheet", metavar="NAME", help=say("只读这个工作表", "read this sheet only"))
    source = say("没有写来源的行出自哪篇文章", "the article that rows without a source come from")
    parser.add_argument("--source", metavar="ARTICLE", help=source)
    shape = say("输出格式", "how the verdicts are printed")
    parser.add_argument("--format", choices=("text", "json"), default="text", help=shape)


def run(options: Namespace) -> int:
    """Judge the rows of a spreadsheet and write them: all, or none if one is wrong or conflicting."""
    from kg.editing.addition import data_file
    from kg.sheets.importing import Import
    from kg.sheets.report import counted, render_json, render_verdicts

    directory = Path(options.data)
    task = Import(directory, Path(options.file), Path(options.articles) if options.articles else None)
    task.target = data_file(directory, options.to) if options.to else None
    task.sheet, task.source, task.skip_wrong = options.sheet, options.source, options.skip_wrong
    verdicts = task.rehearse() if options.dry_run else task.land()
    tell(task.warnings, options)
    render = render_json if options.format == "json" else render_verdicts
    emit(render(verdicts, options.language))
    say_aside(counted(verdicts, options.language))
    if not options.dry_run:
        files = "、".join(map(str, task.written))
        zh, en = (f"已写入 {files}", f"wrote {files}") if files else ("什么都没有写入", "nothing was written")
        say_aside(en if options.language == "en" else zh)
    return 1 if task.refused and not options.skip_wrong else 0
