// The form beside an essay: items with their points, or a number, and a comment.

const FRACTIONS = { 0.25: "¼", 0.5: "½", 0.75: "¾" };

export function pointsText(points) {
  const whole = Math.floor(points);
  const fraction = FRACTIONS[points - whole];
  if (fraction) return `${whole || ""}${fraction}`;
  return String(Math.round(points * 1000) / 1000);
}

export class Form {
  constructor(maximum) {
    this.maximum = maximum;
    this.items = [...document.querySelectorAll(".item")];
    this.number = document.querySelector("#points");
    this.comment = document.querySelector("#comment");
    this.total = document.querySelector("#total");
    this.items.forEach((item, index) => {
      item.addEventListener("focusin", () => this.mark(index));
      item.addEventListener("click", () => this.mark(index));
    });
  }

  radios(item) {
    return [...item.querySelectorAll("input")];
  }

  pointsOf(item) {
    const chosen = item.querySelector("input:checked");
    return chosen ? Number(chosen.value) : null;
  }

  // What is entered: points by item where there are items, else a number, and the comment.
  read() {
    const items = Object.fromEntries(
      this.items
        .filter((item) => this.pointsOf(item) !== null)
        .map((item) => [item.dataset.title, this.pointsOf(item)]),
    );
    const typed = this.number?.value ?? "";
    return { items, points: typed === "" ? null : Number(typed), comment: this.comment.value };
  }

  write({ items, points, comment }) {
    for (const item of this.items) {
      for (const radio of this.radios(item)) {
        radio.checked = Number(radio.value) === (items[item.dataset.title] ?? null);
      }
    }
    if (this.number) this.number.value = points ?? "";
    this.comment.value = comment;
    this.mark(Math.max(0, this.items.findIndex((item) => this.pointsOf(item) === null)), false);
    this.addUp();
  }

  // The title of the first thing that has no points yet, if any.
  missing() {
    const item = this.items.find((one) => this.pointsOf(one) === null);
    if (item) return item.dataset.title;
    return this.number && this.number.value === "" ? "the number of points" : null;
  }

  addUp() {
    const { items, points } = this.read();
    const sum = this.number ? (points ?? 0) : Object.values(items).reduce((a, b) => a + b, 0);
    this.total.value = `${pointsText(sum)} of ${pointsText(this.maximum)}`;
  }

  mark(index, scroll = true) {
    if (!this.items.length) return;
    this.marked = Math.min(Math.max(index, 0), this.items.length - 1);
    this.items.forEach((item, number) => item.classList.toggle("marked", number === this.marked));
    if (scroll) this.items[this.marked].scrollIntoView({ block: "nearest" });
  }

  // Gives the marked item a step (0 none, 1 half, 2 all), marks the next, and says what was given.
  give(step) {
    const item = this.items[this.marked];
    const radio = this.radios(item)[step];
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    const said = `${item.dataset.title}: ${pointsText(Number(radio.value))}. ${this.total.value}.`;
    this.mark(this.marked + 1);
    if (item.contains(document.activeElement)) {
      const next = this.radios(this.items[this.marked]);
      (next.find((one) => one.checked) ?? next[0]).focus();
    }
    return said;
  }
}
