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

  /** A decimal year as its month: Nov 2027, or in full. */
  function month(year, full = false) {
    const whole = Math.floor(year + 1e-9);
    const name = MONTHS[Math.min(Math.max(Math.floor((year - whole) * 12), 0), 11)];
    return `${full ? name : name.slice(0, 3)} ${whole}`;
  }

  function years(value) {
    if (value === 0) return "no time";
    if (value < 0.95) {
      const months = value * 12;
      const said = months < 2 ? plain(months, 2) : String(Math.round(months));
      return `${said} ${said === "1" ? "month" : "months"}`;
    }
    const said = plain(value, 2);
    return `${said} ${said === "1" ? "year" : "years"}`;
  }

  function hours(value) {
    if (value < 1) return `${plain(value * 60, 2)} minutes`;
    const said = `${plain(value)} ${value === 1 ? "hour" : "hours"}`;
    if (value < WORK_MONTH / 2) return said;
    if (value < 0.95 * WORK_YEAR) return `${said} (${plain(value / WORK_MONTH, 2)} work-months)`;
    const units = plain(value / WORK_YEAR, 2);
    return `${said} (${units} work-${units === "1" ? "year" : "years"})`;
  }

  /** Say a value: in the field short, in a sentence as people would. */
  const SAY = {
    month: (value) => month(value),
    years,
    share: (value) => `${plain(100 * value)}%`,
    days: (value) => `${plain(value)} days`,
    hours,
    times: (value) => (value >= 1e9 ? "without limit" : `${plain(value)} times`),
    spread: (value) => plain(value),
  };

  /** The same where it can be changed: short enough for its field. */
  const FIELD = {
    ...SAY,
    hours: (value) => (value < 1 ? `${plain(value * 60, 2)} minutes` : `${plain(value)} hours`),
  };

  const UNITS = {
    years: [[/^(years?|y|yr)$/, 1], [/^(months?|mo)$/, 1 / 12], [/^(days?|d)$/, 1 / 365.25]],
    days: [[/^(days?|d)$/, 1], [/^(months?|mo)$/, DAYS_PER_MONTH], [/^(years?|y)$/, 365.25]],
    hours: [[/^(hours?|h)$/, 1], [/^(minutes?|min)$/, 1 / 60], [/^(work[- ]?)?(years?|y)$/, WORK_YEAR],
      [/^(work[- ]?)?(months?|mo)$/, WORK_MONTH]],
    times: [[/^(times|x|×)$/, 1]],
    spread: [],
    share: [[/^%$/, 0.01]],
  };

  /** A number from its digits, with a comma or a point; null where it is none. */
  function digits(text, thousands) {
    let plainText = text;
    if (thousands && /^[1-9]\d{0,2}([.,]\d{3})+$/.test(text)) plainText = text.replace(/[.,]/g, "");
    if (/^\d{1,3}(,\d{3})+\.\d+$/.test(text)) plainText = text.replace(/,/g, "");
    if (/^\d{1,3}(\.\d{3})+,\d+$/.test(text)) plainText = text.replace(/\./g, "");
    plainText = plainText.replace(",", ".");
    return /^(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/.test(plainText) ? Number(plainText) : null;
  }

  function readMonth(text) {
    const named = text.match(/^([a-z]{3,9})\.?,?\s+(\d{4})$/) || text.match(/^(\d{1,2})[/.](\d{4})$/);
    const iso = text.match(/^(\d{4})-(\d{1,2})(-\d{1,2})?$/);
    const [given, year] = named ? [named[1], named[2]] : iso ? [iso[2], iso[1]] : [null, null];
    if (given === null) return digits(text, false);
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
    const value = digits(parts[1], kind === "hours");
    if (value === null) return null;
    const unit = parts[2].trim();
    if (!unit) return kind === "share" && value > 1 ? value / 100 : value;
    const known = UNITS[kind].find(([pattern]) => pattern.test(unit));
    return known ? value * known[1] : null;
  }

  root.liveWords = Object.freeze({ FIELD, SAY, digits, hours, month, percent, plain, read, years });
})(globalThis);
