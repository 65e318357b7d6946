"""`kg serve`: the graph over HTTP."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from time import strftime
from typing import TYPE_CHECKING

from kg.commands.query import seconds
from kg.problems import Location, Problem
from kg.terminal import say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say
    from kg.server.keeper import Report, Source
    from kg.server.state import Served


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    listen = say("监听的地址", "the address to listen on")
    parser.add_argument("--host", default="127.0.0.1", help=listen)
    parser.add_argument("--port", type=port, default=8000, help=say("端口，0 为任意", "the port; 0 is any"))
    parser.add_argument(
        "--rdf", nargs="+", metavar="FILE", help=say("改为提供 RDF 文件", "serve RDF files instead")
    )
    parser.add_argument("--queries", default="queries", metavar="DIR", help=say("查询目录", "saved queries"))
    limit = say("每个请求的秒数限制", "the time limit of a request, in seconds")
    parser.add_argument("--timeout", type=seconds, default=30.0, metavar="SECONDS", help=limit)
    memory = say(
        "每个请求在图谱之外的内存限制（MB）；不写时，所有工作进程合计用到本机内存的一半",
        "the memory of a request beyond the graph, in MB; by default, all together get half of the machine's",
    )
    parser.add_argument("--memory", type=positive, metavar="MB", help=memory)
    largest = say("一个结果最大多少 MB", "the largest answer, in MB")
    parser.add_argument("--largest", type=positive, default=256, metavar="MB", help=largest)
    workers = say("工作进程数", "how many requests are worked on at once")
    parser.add_argument("--workers", type=positive, default=16, metavar="N", help=workers)
    token = say("访问所需的令牌（或用 $KG_TOKEN）", "the token that is asked for; also $KG_TOKEN")
    parser.add_argument("--token", default=os.environ.get("KG_TOKEN", ""), help=token)
    open_ = say("别人能连上时也不要令牌", "ask for no token, even where others can connect")
    parser.add_argument("--open", action="store_true", help=open_)
    hosts = say("还可用哪个主机名访问，可重复", "another name this server is called by; may be repeated")
    parser.add_argument("--allow-host", action="append", default=[], metavar="NAME", help=hosts)


def port(text: str) -> int:
    """Read a port; argparse says "invalid port value" where this raises ValueError."""
    number = int(text)
    if not 0 <= number < 65536:
        raise ValueError(text)
    return number


def positive(text: str) -> int:
    """Read a number above zero; argparse says "invalid positive value" where this raises ValueError."""
    number = int(text)
    if not 0 < number < 1_000_000:
        raise ValueError(text)
    return number


def run(options: Namespace) -> int:
    """Serve until interrupted; refuse to listen to others without a token."""
    from kg.server.door import LOOPBACK, Door, is_loopback
    from kg.server.limits import Limits, share_of_memory
    from kg.server.live import first
    from kg.server.pages.ahead import prepare_pages
    from kg.server.serve import Place, listen, serve

    if not is_loopback(options.host) and not options.token and not options.open:
        blanks = {"host": options.host, "token": secrets.token_urlsafe(24)}
        tell([Problem("serve-open", Location("kg serve"), blanks)], options)
        return 2
    listening = listen(Place(options.host, options.port))
    prepare_pages()
    started = first(_source(options))
    memory = options.memory << 20 if options.memory else share_of_memory(options.workers)
    limits = Limits(options.timeout, memory, options.workers)
    door = Door(LOOPBACK | {options.host, *options.allow_host}, options.token)
    host = f"[{options.host}]" if ":" in options.host else options.host
    say_aside(f"http://{host}:{listening.getsockname()[1]}/")
    serve(started, limits, door, listening, lambda report: _log(report, options))
    return 0


def _source(options: Namespace) -> Source:
    """Follow the data; RDF files are served as they are at the start."""
    from kg.server.keeper import Source
    from kg.watching.files import Files

    articles = Path(options.articles) if options.articles else None
    return Source(lambda: _served(options), None if options.rdf else Files(Path(options.data), articles))


def _served(options: Namespace) -> Served:
    from kg.server.state import serve_data, serve_files

    served = serve_files(options.rdf) if options.rdf else serve_data(options.data, options.articles)
    queries = None if options.rdf else options.queries
    return served._replace(largest=options.largest << 20, queries=queries)


def _log(report: Report, options: Namespace) -> None:
    """Say which graph is served from now on, or why it stays what it is."""
    tell(report.problems, options)
    if not report.problems:
        words = "{} 个实体，{} 条陈述" if options.language == "zh" else "entities: {}, statements: {}"
        say_aside(f"{strftime('%H:%M:%S')}  {words.format(report.entities, report.statements)}")
