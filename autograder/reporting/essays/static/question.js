import { hasDraft } from "./drafts.js";
import { ask, onSubmit } from "./server.js";

onSubmit(document.querySelector("#shares"), async (address) => {
  const graders = document.querySelector("#graders").value.split("\n");
  await ask(address, "PUT", { graders });
  location.reload();
  return "Dealt out.";
});

onSubmit(document.querySelector("#confirmed"), async (address) => {
  const { confirmed } = await ask(address, "PUT", {});
  setTimeout(() => location.reload(), 1500);
  return `The points of ${confirmed} essays stand; the others are to be read again.`;
});

for (const row of document.querySelectorAll("#essays tr[data-id]")) {
  if (!hasDraft(row.dataset.id)) continue;
  const note = document.createElement("span");
  note.className = "flag";
  note.textContent = " not saved yet";
  row.querySelector("th").append(note);
}
