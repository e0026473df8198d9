// One essay: what is typed is kept in the browser at once, and in the gradebook when it is saved.

import { dropDraft, readDraft, writeDraft } from "./drafts.js";
import { fitFormulas } from "./fit.js";
import { Form, pointsText } from "./form.js";
import { Kept } from "./kept.js";
import { keysAct, listen, switchKeys } from "./keys.js";
import { Refused, ask } from "./server.js";

const RETRY = 5000; // ms

const find = (selector) => document.querySelector(selector);
const state = JSON.parse(find("#state").textContent);
const form = new Form(state.maximum);
let given = state.given; // what stands in the gradebook, as far as this page knows
let alike = {}; // what was seen of essays with the same text that wait
let saving = false;
let retrying;

const say = (text) => {
  find("#message").textContent = text;
};

function showGiven() {
  const { points, grader, at } = given;
  find("#given").textContent =
    points === null
      ? ""
      : `In the gradebook: ${pointsText(points)}, given ${grader ? `by ${grader}, ${at}` : "in formgrader"}.`;
}

function showConflict() {
  const { points, grader, at, comment } = given;
  const what = points === null ? "The points were taken away" : `${pointsText(points)} points were given`;
  find("#conflict p").textContent =
    `${what}${grader ? ` by ${grader}, ${at}` : " in formgrader"}` +
    `${comment ? `, with the comment “${comment}”` : ", without a comment"}. Yours are not saved.`;
  find("#conflict").hidden = false;
  find("#conflict").focus();
}

const sorted = ({ items, comment }) => JSON.stringify([Object.entries(items).sort(), comment]);
const same = (one, other) =>
  sorted(one) === sorted(other) && (!form.number || one.points === other.points);

function keepDraft() {
  const typed = form.read();
  if (same(typed, given)) dropDraft(state.id);
  else writeDraft(state.id, { ...typed, seen: given.seen });
}

function changed() {
  form.addUp();
  keepDraft();
}

function begin() {
  form.write(given);
  showGiven();
  const draft = readDraft(state.id);
  if (!draft || same(draft, given)) {
    dropDraft(state.id);
    return;
  }
  form.write(draft);
  say("What you had not saved is here again.");
  if (draft.seen !== given.seen) showConflict();
}

async function save() {
  if (saving) return;
  if (!find("#conflict").hidden) {
    find("#conflict").focus();
    return;
  }
  const missing = form.missing();
  if (missing) {
    say(`Not saved: ${missing} is still to be given.`);
    return;
  }
  clearTimeout(retrying);
  saving = true;
  say("Saving …");
  try {
    await ask(`${state.essay}/points`, "PUT", {
      ...form.read(),
      seen: given.seen,
      digest: state.digest,
      alike: find("#alike-too").checked ? alike : {},
    });
    dropDraft(state.id);
    location.assign(state.next);
  } catch (error) {
    refused(error);
  } finally {
    saving = false;
  }
}

function refused(error) {
  if (error instanceof Refused && error.status === 409) {
    given = error.answer.given;
    say("");
    showConflict();
  } else if (error instanceof Refused && error.status < 500) {
    say(`Not saved: ${error.message}`);
  } else {
    say("Not saved: the server does not answer. What you typed is kept in this browser; it is tried again.");
    retrying = setTimeout(save, RETRY);
  }
}

function resolve(takeTheirs) {
  find("#conflict").hidden = true;
  if (takeTheirs) {
    dropDraft(state.id);
    form.write(given);
    say("Here is what was given.");
  } else {
    keepDraft();
    say("Yours are saved with the next Enter.");
  }
  showGiven();
  find("#text").focus({ preventScroll: true });
}

async function flag() {
  const button = find("#flag");
  const wanted = button.getAttribute("aria-pressed") !== "true";
  try {
    const { flagged } = await ask(`${state.essay}/flag`, "PUT", { flagged: wanted });
    button.setAttribute("aria-pressed", flagged);
    say(flagged ? "Flagged." : "No longer flagged.");
  } catch (error) {
    say(error.status ? error.message : "The server does not answer; try again.");
  }
}

async function showOutputs() {
  if (!find("#outputs-open")) return;
  const dialog = find("#outputs");
  dialog.showModal();
  const content = dialog.querySelector(".content");
  if (content.childElementCount) return;
  try {
    // The server has cleaned it, and the page's policy lets nothing in it run.
    content.innerHTML = (await ask(`${state.essay}/outputs`)).html;
  } catch (error) {
    content.textContent = error.status ? error.message : "The server does not answer; try again.";
  }
}

async function findAlike() {
  const { waiting, graded } = await ask(`${state.essay}/alike`);
  const count = Object.keys(waiting).length;
  if (!count && !graded.length) return;
  alike = waiting;
  const before = graded.length ? `; ${graded.length} graded before: ${graded.map(pointsText).join(", ")}` : "";
  find("#alike span").textContent = `Grade alike: ${count} more to read have this very text${before}`;
  find("#alike-too").disabled = count === 0;
  find("#alike").hidden = false;
}

async function showStudent() {
  find("#student").textContent = (await ask(`${state.essay}/student`)).student;
}

function use(text) {
  const comment = form.comment;
  comment.value = comment.value.trim() ? `${comment.value.trimEnd()}\n${text}` : text;
  changed();
  say("Added to the comment.");
}

const kept = new Kept(state.question, state.kept, use, say);

function openHelp() {
  find("#keys").checked = keysAct();
  find("#help").showModal();
}

const goOn = () => location.assign(state.next);
const toggleAlike = () => {
  if (find("#alike").hidden || find("#alike-too").disabled) return;
  find("#alike-too").checked = !find("#alike-too").checked;
  say(find("#alike-too").checked ? "The same is given to all with this text." : "Only this essay is graded.");
};

find("#reading").addEventListener("input", changed);
find("#reading").addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
find("#skip").addEventListener("click", goOn);
find("#back").addEventListener("click", () => history.back());
find("#flag").addEventListener("click", flag);
find("#keep").addEventListener("click", () => kept.keep(form.comment.value));
find("#student").addEventListener("click", showStudent);
find("#take").addEventListener("click", () => resolve(true));
find("#overwrite").addEventListener("click", () => resolve(false));
find("#outputs-open")?.addEventListener("click", showOutputs);
find("#help-open").addEventListener("click", openHelp);
find("#keys").addEventListener("change", (event) => switchKeys(event.target.checked));
for (const button of document.querySelectorAll("dialog .close")) {
  button.addEventListener("click", () => {
    button.closest("dialog").close();
    // The browser lets go of it only when it draws anew, and a quick Enter would be the button's.
    button.blur();
  });
}

listen({
  actions: {
    s: goOn,
    p: () => history.back(),
    f: flag,
    g: toggleAlike,
    v: showOutputs,
    c: () => form.comment.focus(),
    b: () => kept.focus(),
    k: () => kept.keep(form.comment.value),
    "?": openHelp,
  },
  give: (step) => say(form.give(step)),
  move: (step) => form.mark(form.marked + step),
  save,
  hasItems: form.items.length > 0,
});

begin();
fitFormulas(document.querySelector("main"));
findAlike().catch(() => {});
