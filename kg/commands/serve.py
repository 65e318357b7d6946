"""`kg serve`: the graph over HTTP."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from kg.commands.query import seconds
from kg.problems import Location, Problem
from kg.terminal import say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say
    from kg.server.state import Served


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    listen = say("监听的地址", "the address to listen on")
    parser.add_argument("--host", default="127.0.0.1", help=listen)
    parser.add_argument("--port", type=port, default=8000, help=say("端口，0 为任意", "the port; 0 is any"))
    parser.add_argument(
        "--rdf", nargs="+", metavar="FILE", help=say("改为提供 RDF 文件", "serve RDF files instead")
    )
    limit = say("每个请求的秒数限制", "the time limit of a request, in seconds")
    parser.add_argument("--timeout", type=seconds, default=30.0, metavar="SECONDS", help=limit)
    memory = say("每个请求在图谱之外的内存限制（MB）", "the memory of a request beyond the graph, in MB")
    parser.add_argument("--memory", type=positive, default=1024, metavar="MB", help=memory)
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
    from kg.server.pool import Limits
    from kg.server.serve import Place, listen, serve

    if not is_loopback(options.host) and not options.token and not options.open:
        blanks = {"host": options.host, "token": secrets.token_urlsafe(24)}
        tell([Problem("serve-open", Location("kg serve"), blanks)], options)
        return 2
    listening = listen(Place(options.host, options.port))
    served = _served(options)
    limits = Limits(options.timeout, options.memory << 20, options.workers)
    door = Door(LOOPBACK | {options.host, *options.allow_host}, options.token)
    host = f"[{options.host}]" if ":" in options.host else options.host
    say_aside(f"http://{host}:{listening.getsockname()[1]}/")
    serve(served, limits, door, listening, lambda problem: tell([problem], options))
    return 0


def _served(options: Namespace) -> Served:
    from kg.server.state import serve_data, serve_files

    served = serve_files(options.rdf) if options.rdf else serve_data(options.data, options.articles)
    return served._replace(largest=options.largest << 20)
