import { ask, onSubmit } from "./server.js";

onSubmit(document.querySelector("#grader"), async (address) => {
  const { grader } = await ask(address, "PUT", { name: document.querySelector("#name").value });
  document.querySelector(".grader strong").textContent = grader;
  return `You grade as ${grader}.`;
});
