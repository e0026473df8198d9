"use strict";
// Sorts, filters and searches the table of students; without a script it stands as it is.
(() => {
  const body = document.querySelector("#table tbody");
  const heads = [...document.querySelectorAll("#table thead th")];
  const column = (name) => heads.findIndex((head) => head.textContent === name);
  const [statusColumn, pointsColumn] = [column("status"), column("points")];
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  const rows = [...body.rows].map((row) => ({
    row,
    cells: [...row.cells].map((cell) => cell.textContent.trim()),
    text: row.textContent.toLowerCase(),
  }));

  function sort(head, index) {
    const isNumber = head.dataset.sort === "number";
    const direction = head.getAttribute("aria-sort") === (isNumber ? "descending" : "ascending") ? -1 : 1;
    const sign = isNumber ? -direction : direction;
    const keys = new Map(rows.map((one) => [one, isNumber ? parseFloat(one.cells[index]) : one.cells[index]]));
    rows.sort((a, b) => {
      const [first, second] = [keys.get(a), keys.get(b)];
      if (!isNumber) return sign * compare(first, second);
      // What has no number stands last, whichever way the others stand.
      if (isNaN(first) || isNaN(second)) return isNaN(first) - isNaN(second);
      return sign * (first - second);
    });
    heads.forEach((each) => each.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    body.append(...rows.map((one) => one.row));
  }

  heads.forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head, index));
    head.replaceChildren(button);
  });

  const [search, status, least, most] = ["search", "status", "least", "most"].map((id) => document.getElementById(id));
  for (const name of [...new Set(rows.map((one) => one.cells[statusColumn]))].sort()) {
    status.append(new Option(name, name));
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [low, high] = [least.value === "" ? -Infinity : +least.value, most.value === "" ? Infinity : +most.value];
    let count = 0;
    for (const { row, cells, text } of rows) {
      const points = parseFloat(cells[pointsColumn]);
      const inRange = isNaN(points) ? low === -Infinity && high === Infinity : points >= low && points <= high;
      const isShown = inRange && (!status.value || cells[statusColumn] === status.value) && words.every((word) => text.includes(word));
      row.hidden = !isShown;
      count += isShown;
    }
    document.getElementById("shown").textContent = `${count} of ${rows.length} students`;
  }

  document.querySelector(".filters").addEventListener("input", filter);
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
})();
