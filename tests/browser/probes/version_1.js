// What the inputs in an address of version 1 gave, by the days of the live model.
(address) => {
  const given = new URLSearchParams(address);
  const years = JSON.parse(document.querySelector(".live-data").textContent).by;
  return liveVersion1.probabilities(liveVersion1.inputs(given),
    liveVersion1.EVENTS[given.get("event")], years.map((row) => row.year));
}
