/* What the live model reads and says: dates, lengths of time, shares. Pure functions.

   A decimal comma and a decimal point are the same. What cannot be read is null, never a number
   made of its first letters. */

(function (root) {
  "use strict";

  const WORK_YEAR = 2000; // hours of expert work
  const WORK_MONTH = WORK_YEAR / 12;
  const GROUPED = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 });
  const DAYS_PER_MONTH = 365.25 / 12;
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];

  /** A number with `digits` significant digits and thousands marked: 0.74, 122, 2,000. */
  function plain(value, digits = 3) {
    return GROUPED.format(Number(value.toPrecision(digits))).replace("-", "−");
  }

  /** Per cent from a share: whole, never a false zero or a false certainty. */
  function percent(share) {
    if (share <= 0) return "0%";
    if (share < 0.005) return "<1%";
    if (share > 0.995 && share < 1) return ">99%";
    return `${Math.round(100 * share)}%`;
  }

  const counted = (said, unit) => `${said} ${unit}${said === "1" ? "" : "s"}`;

  /** A decimal year as its month: Nov 2027. */
  function month(year) {
    const whole = Math.floor(year + 1e-9);
    return `${MONTHS[Math.min(Math.max(Math.floor((year - whole) * 12), 0), 11)].slice(0, 3)} ${whole}`;
  }

  function years(value) {
    if (value === 0) return "no time";
    if (value >= 0.95) return counted(plain(value, 2), "year");
    return counted(value < 1 / 6 ? plain(value * 12, 2) : String(Math.round(value * 12)), "month");
  }

  const clock = (value) =>
    (value < 1 ? counted(plain(value * 60, 2), "minute") : counted(plain(value), "hour"));

  function hours(value) {
    if (value < WORK_MONTH / 2) return clock(value);
    const [unit, name] = value < 0.95 * WORK_YEAR ? [WORK_MONTH, "work-month"] : [WORK_YEAR, "work-year"];
    return `${clock(value)} (${counted(plain(value / unit, 2), name)})`;
  }

  /** Say a value in a sentence as people would. */
  const SAY = {
    month,
    years,
    share: (value) => `${plain(100 * value, 2)}%`,
    days: (value) => `${plain(value, value < 100 ? 2 : 3)} days`,
    hours,
    times: (value) => (value >= 1e9 ? "without limit" : `${plain(value)} times`),
    spread: (value) => plain(value),
    percent: (value) => plain(value, 6),
    count: (value) => plain(value, 6),
  };

  /** The same where it can be changed: short enough for its field, and as it was typed. */
  const FIELD = { ...SAY, hours: clock, share: (p) => `${plain(100 * p)}%`, days: (d) => `${plain(d)} days` };

  const UNITS = {
    years: [[/^(years?|y|yr)$/, 1], [/^(months?|mo)$/, 1 / 12], [/^(days?|d)$/, 1 / 365.25]],
    days: [[/^(days?|d)$/, 1], [/^(months?|mo)$/, DAYS_PER_MONTH], [/^(years?|y)$/, 365.25]],
    hours: [[/^(hours?|h)$/, 1], [/^(minutes?|min)$/, 1 / 60], [/^(work[- ]?)?(years?|y)$/, WORK_YEAR],
      [/^(work[- ]?)?(months?|mo)$/, WORK_MONTH]],
    times: [[/^(times|x|×)$/, 1]],
    spread: [],
    share: [[/^%$/, 0.01]],
    percent: [[/^%$/, 1]],
    count: [],
  };

  /** A number from its digits, with a comma or a point; null where it is none. Marks between thousands
      go where a decimal mark follows them, and in whole numbers if asked. */
  function digits(text, thousands) {
    const marks = /^\d{1,3}((,\d{3})+\.|(\.\d{3})+,)\d+$/.test(text) ? /[.,](?=.*[.,])/g
      : thousands && /^[1-9]\d{0,2}([.,]\d{3})+$/.test(text) ? /[.,]/g : "";
    const bare = text.replace(marks, "").replace(",", ".");
    return /^(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/.test(bare) ? Number(bare) : null;
  }

  function readMonth(text) {
    const [, given, year] = text.replace(/^(\d{4})-(\d{1,2})(-\d{1,2})?$/, "$2/$1")
      .replace(/^\d{1,2}(st|nd|rd|th)?\.? (?=[a-z])/, "")
      .match(/^(?:([a-z]{3,9})\.?,?\s+|(\d{1,2})[/.])(\d{4})$/)?.filter((part) => part !== undefined) ?? [];
    if (!given) return digits(text, false);
    const place = /^\d/.test(given)
      ? Number(given) - 1
      : MONTHS.findIndex((name) => name.toLowerCase().startsWith(given));
    if (place < 0 || place > 11) return null;
    return Number(year) + (place + 0.5) / 12;
  }

  /** Read what somebody typed into a field of this kind; null where it cannot be read. */
  function read(kind, typed) {
    const text = typed.normalize("NFKC").trim().toLowerCase().replace(/\s+/g, " ");
    if (kind === "month") return readMonth(text);
    if (kind === "times" && /^(without limit|infinite|∞)$/.test(text)) return 1e12;
    const parts = text.replace(/\(.*\)$/, "").trim().match(/^([\d.,e+-]+) ?([a-z%×-]*[ a-z-]*)$/);
    if (!parts) return null;
    const value = digits(parts[1], ["hours", "count"].includes(kind)), unit = parts[2].trim();
    if (value === null || !unit) return kind === "share" && value > 1 ? value / 100 : value;
    const known = UNITS[kind].find(([pattern]) => pattern.test(unit));
    return known ? value * known[1] : null;
  }

  /** What was typed for an input: the value within its bounds, null where it cannot be read, and what
      to say of it. */
  function taken({ kind, low, high }, typed) {
    const value = read(kind, typed);
    const unread = `“${typed.slice(0, 20)}” is not like ${SAY[kind](low)}`;
    if (value === null) return [null, `${unread}; it could not be read: the old value stands.`];
    const bound = Math.min(Math.max(value, low), high);
    return [bound, bound === value ? "" : `Allowed is ${SAY[kind](low)} to ${SAY[kind](high)}.`];
  }

  root.liveWords = Object.freeze({ FIELD, SAY, counted, percent, plain, taken });
})(globalThis);
