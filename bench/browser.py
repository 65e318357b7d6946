"""A page in headless Chromium: how long until all of it is drawn, and how much script a frame takes."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyvis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import CDPSession, Page, Route

SIZE = {"width": 1400, "height": 900}
LIBRARY = Path(pyvis.__file__).parent / "templates/lib/vis-9.1.2/vis-network.min.js"
"""The copy that pyvis brings: TrikeDB's page wants 9.1.9 from a CDN, and there is no network here."""

SWEEP = 1.2
"""Seconds in which the pointer crosses the stage, there and back again."""

NO_GPU = ("--disable-gpu",)

SOFTWARE_GPU = (
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-compositing",
)
"""WebGL where there is no GPU."""

OURS = "document.querySelector('#app[data-ready]') !== null"
VIS_NETWORK = """typeof network !== 'undefined' && network.physics !== undefined
    && (network.physics.ready || !network.physics.physicsEnabled)"""
"""When the settling that comes first is over, or there is none: until then nothing is drawn."""

DRAWN = """new Promise((resolve) => {
  const look = () => {
    if (performance.now() > CAP) resolve(CAP);
    else if (!(CONDITION)) setTimeout(look, 4);
    else requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
  };
  look();
})"""

EMPTY_SPOT = """() => {
  const { scene, camera, width, height } = gongtu.stage.picture();
  const { left, top } = document.getElementById('graph').getBoundingClientRect();
  const places = [...scene.nodes.values()].map(({ x, y, radius }) => ({
    x: (x - camera.x) * camera.scale + width / 2,
    y: (y - camera.y) * camera.scale + height / 2,
    radius: Math.max(radius * camera.scale, 4),
  }));
  let best = { room: -Infinity, x: 0, y: 0 };
  for (let x = width * 0.12; x < width * 0.3; x += 9) for (let y = height * 0.25; y < height * 0.7; y += 9) {
    const room = Math.min(...places.map((place) => Math.hypot(place.x - x, place.y - y) - place.radius));
    if (room > best.room) best = { room, x: x + left, y: y + top };
  }
  return [best.x, best.y, width * 0.65];
}"""

COUNT_FRAMES = """() => {
  globalThis.frames_ = 0;
  const count = () => { globalThis.frames_ += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);
}"""

WITHOUT_GPU_TIME = """for (const context of [WebGLRenderingContext, WebGL2RenderingContext])
  for (const name of ['clear', 'drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'])
    if (name in context.prototype) context.prototype[name] = () => undefined;
const extension = WebGLRenderingContext.prototype.getExtension;
WebGLRenderingContext.prototype.getExtension = function (name) {
  const found = extension.call(this, name);
  if (found && name === 'ANGLE_instanced_arrays') found.drawArraysInstancedANGLE = () => undefined;
  return found;
};"""
"""All of the script runs, and nothing is left for the GPU to do that is not there."""


@contextmanager
def opened(
    file: Path, query: str = "", script: str = "", arguments: Sequence[str] = NO_GPU
) -> Iterator[Page]:
    """Open a page in a browser of its own, the script first; all that it wants from elsewhere is refused."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--allow-file-access-from-files", *arguments],
        )
        page = browser.new_page(viewport=SIZE)
        page.route(lambda url: url.startswith("http"), serve)
        page.add_init_script(script)
        page.goto(f"{file.resolve().as_uri()}{query}", wait_until="commit")
        yield page
        browser.close()


def serve(route: Route) -> None:
    if "/vis-network" in route.request.url and route.request.url.endswith(".js"):
        route.fulfill(path=LIBRARY, content_type="text/javascript")
    else:
        route.abort()


def first_draw(file: Path, condition: str, cap: float) -> float:
    """Give the seconds from opening a page to the first complete picture; `cap` where it takes longer."""
    with opened(file) as page:
        return wait(page, condition, cap)


def wait(page: Page, condition: str, cap: float) -> float:
    looking = DRAWN.replace("CONDITION", condition).replace("CAP", f"{cap * 1000:.0f}")
    return float(page.evaluate(looking)) / 1000


def script_per_frame(page: Page, seconds: float = 4) -> float:
    """Drag the stage to and fro for a while, and give the seconds of script that a frame took."""
    wait(page, OURS, 60)
    page.wait_for_timeout(1000)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.evaluate(COUNT_FRAMES)
    x, y, width = page.evaluate(EMPTY_SPOT)
    before, frames = script(session), page.evaluate("frames_")
    camera = page.evaluate("gongtu.stage.renderer.camera()")
    page.mouse.move(x, y)
    page.mouse.down()
    start = time.perf_counter()
    while (now := time.perf_counter() - start) < seconds:
        across = 1 - abs((now / SWEEP) % 2 - 1)
        page.mouse.move(x + across * width, y + across * 80)
        time.sleep(max(0.0, 0.016 - (time.perf_counter() - start - now)))
    page.mouse.up()
    if camera == page.evaluate("gongtu.stage.renderer.camera()"):
        raise RuntimeError("the stage has not moved")
    return (script(session) - before) / (page.evaluate("frames_") - frames)


def script(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "ScriptDuration")
