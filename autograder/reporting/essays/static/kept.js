// Comments that are kept: shown as a list, used by a click or by number, kept and dropped.

import { ask } from "./server.js";

export class Kept {
  constructor(address, kept, use, say) {
    this.address = `${address}/comments`;
    this.list = document.querySelector("#kept");
    this.use = use;
    this.say = say;
    this.show(kept);
  }

  show(kept) {
    this.list.replaceChildren(...kept.map((one) => this.entry(one)));
  }

  entry({ id, text }) {
    const entry = document.createElement("li");
    const use = document.createElement("button");
    use.type = "button";
    use.className = "use";
    use.textContent = text;
    use.addEventListener("click", () => this.use(text));
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "plain";
    drop.textContent = "drop";
    drop.setAttribute("aria-label", `Keep no longer: ${text}`);
    drop.addEventListener("click", () => this.change("DELETE", { id }, "Kept no longer."));
    entry.append(use, " ", drop);
    return entry;
  }

  keep(text) {
    return this.change("POST", { text }, "Kept for other essays.");
  }

  async change(method, content, done) {
    try {
      this.show((await ask(this.address, method, content)).kept);
      this.say(done);
    } catch (error) {
      this.say(error.status ? error.message : "The server does not answer; try again.");
    }
  }

  focus() {
    (this.list.querySelector(".use") ?? document.querySelector("#keep")).focus();
  }
}
