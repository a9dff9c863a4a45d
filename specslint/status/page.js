
"use strict";
// Shows the rows that hold every word of the filter field, and says how many.
(() => {
  const box = document.getElementById("filter");
  if (!box) return;
  const field = document.getElementById("words");
  const matching = document.getElementById("matching");
  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const areas = [...document.querySelectorAll("#list tbody")].map((body) => {
    const [heading, ...rows] = body.rows;
    const area = heading.querySelector("h3").textContent;
    const texts = rows.map((row) => plain(`${area} ${row.textContent}`));
    return { body, rows, texts };
  });
  const all = areas.reduce((sum, area) => sum + area.rows.length, 0);
  const specs = all === 1 ? "spec" : "specs";

  const filter = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { body, rows, texts } of areas) {
      let here = 0;
      rows.forEach((row, number) => {
        row.hidden = !words.every((word) => texts[number].includes(word));
        here += row.hidden ? 0 : 1;
      });
      body.hidden = here === 0;
      shown += here;
    }
    matching.textContent = words.length
      ? `${shown} of ${all} ${specs} match`
      : `${all} ${specs}`;
  };

  field.addEventListener("input", filter);
  box.hidden = false;
  filter(); // a browser may have kept what the field held before a reload
})();
