"""The colours of the charts, by the name of their CSS variable.

The style sheet of the site defines the same variables (a test compares both). Each series colour
reaches a contrast of 4.5 to 1 against its page in either mode, so that it may colour text, and
neighbours differ in lightness, so that they stay apart for colour-blind readers; shapes and dashes
repeat whatever a colour says.
"""

from __future__ import annotations

LIGHT = {
    "chart-ink": "#1c2329",
    "chart-muted": "#56616b",
    "chart-grid": "#e2e5e8",
    "chart-axis": "#8b959e",
    "chart-1": "#1c5fa8",
    "chart-2": "#b4460f",
    "chart-3": "#13734a",
    "chart-4": "#7b3fa0",
    "chart-5": "#80610a",
    "chart-6": "#0b6e83",
    "chart-7": "#a8326b",
    "chart-8": "#4d565e",
    "chart-article": "#b4460f",
    "chart-ground": "#ffffff",
}
DARK = {
    "chart-ink": "#e8ebee",
    "chart-muted": "#aab4bd",
    "chart-grid": "#333a41",
    "chart-axis": "#78828b",
    "chart-1": "#7db7f5",
    "chart-2": "#ff9d66",
    "chart-3": "#6fd3a0",
    "chart-4": "#cba6ee",
    "chart-5": "#dcb650",
    "chart-6": "#6bcbdd",
    "chart-7": "#f594c0",
    "chart-8": "#b9c2ca",
    "chart-article": "#ff9d66",
    "chart-ground": "#14181c",
}
SERIES = tuple(f"var(--chart-{n})" for n in range(1, 9))
INK = "var(--chart-ink)"
MUTED = "var(--chart-muted)"
GRID = "var(--chart-grid)"
AXIS = "var(--chart-axis)"
ARTICLE = "var(--chart-article)"
GROUND = "var(--chart-ground)"
