// Single keys, which a grader can switch off (they would be in the way of speech input).

const SWITCH = "essay-keys";
const STEPS = { 0: 0, 5: 1, 1: 2 };

export const keysAct = () => localStorage.getItem(SWITCH) !== "off";

export function switchKeys(on) {
  localStorage.setItem(SWITCH, on ? "on" : "off");
}

const isTyping = (element) =>
  element.matches("textarea, input:not([type=radio], [type=checkbox])");

// Lets keys act: `actions` by key, `give` for a step of the marked item, `move` for another item.
export function listen({ actions, give, move, save, hasItems }) {
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
      return;
    }
    if (event.key === "Escape" && isTyping(target)) {
      target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!keysAct() || isTyping(target) || document.querySelector("dialog[open]")) return;
    const number = Number(event.key);
    if (target.closest("#kept") && number >= 1 && number <= 9) {
      document.querySelectorAll("#kept .use")[number - 1]?.click();
    } else if (hasItems && event.key in STEPS) {
      give(STEPS[event.key]);
    } else if (hasItems && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      // Within the boxes of an item the arrows choose, as everywhere on the web.
      if (target.matches("input")) return;
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      if (target.closest("button, a, summary")) return;
      save();
    } else if (event.key in actions) {
      actions[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  });
}
