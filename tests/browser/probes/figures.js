// What is wrong with a page's figures; a figure that few need stands in a closed fold.
() => [...document.querySelectorAll(".audit-figure")].flatMap((figure) => {
  const all = (what) => [...figure.querySelectorAll(what)];
  const seen = (e) => e.getClientRects().length > 0;
  const right = {
    label: all("svg[role=img]").every((svg) => svg.getAttribute("aria-label")
      === figure.querySelector(".fig-finding").textContent.trim()),
    one: all("svg[role=img]").filter(seen).length === (seen(figure) ? 1 : 0),
    inside: all("svg [role], svg [aria-label]").length === 0,
    data: all("details.fig-data table").length === 1,
    code: all("details.audit-code").length >= 1,
    downloads: all(".fig-downloads a[download]").length === 3,
    spec: all("a.fig-spec[download]").length === 1,
  };
  return Object.keys(right).filter((one) => !right[one]).map((one) => `${figure.id}: ${one}`);
})
