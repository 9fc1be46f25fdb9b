// What the live model gives for sets with their inputs, by event and year: without a slow-down and
// with one.
([rows, years, events]) => {
  const data = JSON.parse(document.querySelector(".live-data").textContent);
  return rows.map(([id, values]) => {
    const { knots } = data.sets.find((one) => one.id === id);
    const dates = timelineModel.coderDates(values, knots, data.start);
    return events.map((event) => years.map((year) =>
      [timelineModel.came, timelineModel.slowed].map((chance) =>
        chance(event, dates, values, data.pace, year))));
  });
}
