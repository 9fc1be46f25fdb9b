// How far apart the chances are by all dates and by the few that the live model's curve is drawn of.
() => {
  const data = JSON.parse(document.querySelector(".live-data").textContent);
  return data.sets.flatMap(({ values, knots }) => {
    const dates = timelineModel.coderDates(values, knots, data.start);
    const few = timelineModel.thinned(dates);
    return ["AC", "able", "TED"].flatMap((event) => [2027.5, 2028, 2029, 2031].map((year) =>
      Math.abs(timelineModel.came(event, dates, values, data.pace, year)
        - timelineModel.came(event, few, values, data.pace, year))));
  });
}
