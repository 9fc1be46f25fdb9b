"""How long the live model takes to redraw while a slider moves, on a phone slowed down four times.

In headless Chromium at 390 pixels each slider of each newest set moves in steps. A redraw is timed
in the page, from the beginning of its frame to its end; the baseline is one chance worked out from
all draws, in the same page. Tests read the recorded time; they measure none.

    .venv/bin/python -m benchmarks.live_model_speed --as-of 2026-11-29
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from analysis import timeline

from . import recording

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "browser"), str(ROOT / "tests")]

SLOWER, STEPS, FRAME = 4, 15, 1000 / 60
MOVE = """async ([steps]) => {
  const data = JSON.parse(document.querySelector(".live-data").textContent);
  const times = { redraw: [], chance: [] };
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (const part of document.querySelectorAll("[data-input]:not([hidden])")) {
    const range = part.querySelector("input[type=range]");
    const [low, high] = [Number(range.min), Number(range.max)];
    for (let step = 0; step < steps; step += 1) {
      range.value = String(low + ((high - low) * (step + 1)) / (steps + 1));
      let began;
      requestAnimationFrame(() => { began = performance.now(); });
      range.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => {
        times.redraw.push(performance.now() - began);
        done();
      }));
      await frame();
    }
  }
  const one = data.sets[0];
  for (let step = 0; step < steps; step += 1) {
    const began = performance.now();
    const dates = timelineModel.coderDates(one.values, one.knots, data.start);
    timelineModel.came("able", dates, one.values, data.pace, 2029);
    times.chance.push(performance.now() - began);
  }
  return times;
}"""


def main() -> None:
    """Print and record the times and their ratio."""
    from conftest import CHROMIUM, FLAGS
    from live_page import write_page

    options = recording.command(__doc__).parse_args()
    times: dict[str, list[float]] = {"redraw": [], "chance": []}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        address = write_page(Path(folder)).as_uri()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        slow = page.context.new_cdp_session(page)
        for one in timeline.book().newest:
            page.goto(f"{address}?set={one.id}", wait_until="load")
            page.wait_for_selector(".live-model[data-ready]")
            slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            found = page.evaluate(MOVE, [STEPS])
            slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            for name, values in found.items():
                times[name] += values
        browser.close()
    redraw, chance = (sorted(times[name]) for name in ("redraw", "chance"))
    result = {
        "slower": SLOWER,
        "width": 390,
        "redraws": len(redraw),
        "median_ms": statistics.median(redraw),
        "ms_95": redraw[int(0.95 * len(redraw))],
        "within_a_frame": sum(ms <= FRAME for ms in redraw) / len(redraw),
        "chance_ms": statistics.median(chance),
        "ratio": statistics.median(redraw) / statistics.median(chance),
    }
    for name, value in result.items():
        print(f"{name:15} {value:.3g}")
    recording.write("live_model_speed", result, options.as_of)


if __name__ == "__main__":
    main()
