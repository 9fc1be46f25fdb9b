"""How long the live model takes from a slider's step to the drawn answer, in headless Chromium.

Run with ``python benchmarks/live_model_speed.py``. Each step is a real key press on a slider; the
time runs in the page from the slider's ``input`` event to the end of the redraw, and to the next
frame. Printed only: times depend on the machine.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

STEPS = 60
SLIDERS = ("d", "H", "rho", "L", "h0_spread")
WATCH = """() => {
  const box = document.querySelector(".live-model");
  window.times = [];
  let began = 0;
  document.addEventListener("input", () => { began = performance.now(); }, true);
  new MutationObserver(() => {
    const drawn = performance.now() - began;
    requestAnimationFrame(() => window.times.push([drawn, performance.now() - began]));
  }).observe(box, { attributes: true, attributeFilter: ["data-redrawn"] });
}"""


def main() -> int:
    """Print median and worst times."""
    from conftest import CHROMIUM, FLAGS
    from live_page import write_page

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        address = write_page(Path(folder)).as_uri()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(address, wait_until="load")
        page.evaluate(
            "() => document.querySelectorAll('details').forEach((d) => { d.open = true; })"
        )
        page.evaluate(WATCH)
        for name in SLIDERS:
            page.locator(f"#live-{name}-range").focus()
            for step in range(STEPS):
                page.keyboard.press("ArrowLeft" if step % 2 else "ArrowRight")
                page.wait_for_timeout(40)
        times = page.evaluate("window.times")
        browser.close()
    for place, what in enumerate(("redrawn", "next frame")):
        values = sorted(row[place] for row in times)
        print(
            f"{what:11} median {statistics.median(values):5.1f} ms, "
            f"95% {values[int(0.95 * len(values))]:5.1f} ms, worst {values[-1]:5.1f} ms "
            f"({len(values)} steps)"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
