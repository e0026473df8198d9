// Makes formulas fit: browsers break none into lines, and what stands at its end may matter most.

const SMALLEST = 0.6; // of a formula's size; a wider one is marked, and can be scrolled

function fitOne(math) {
  math.style.fontSize = "";
  const room = math.parentElement.closest("p, li, td, div, article")?.clientWidth ?? 0;
  const width = Math.max(math.scrollWidth, math.getBoundingClientRect().width);
  if (room && width > room) math.style.fontSize = `${Math.max(SMALLEST, room / width)}em`;
  const isWide = room > 0 && math.scrollWidth > math.clientWidth + 1;
  math.classList.toggle("wide", isWide);
  if (isWide) math.tabIndex = 0; // so that keys can scroll it
}

export function fitFormulas(container) {
  const fit = () => container.querySelectorAll("math").forEach(fitOne);
  for (const details of container.querySelectorAll("details")) {
    details.addEventListener("toggle", fit);
  }
  addEventListener("resize", fit);
  fit();
}
