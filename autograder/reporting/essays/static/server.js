// Talks to the server: each change bears the token that shows that this page asks for it.

export class Refused extends Error {
  constructor(status, answer) {
    super(answer.message ?? `the server answered with status ${status}`);
    this.status = status;
    this.answer = answer;
  }
}

// What the server answers, as an object. Throws Refused where it says no, TypeError where it is silent.
export async function ask(address, method = "GET", content = undefined) {
  const separator = address.includes("?") ? "&" : "?";
  const response = await fetch(`${address}${separator}json=`, {
    method,
    headers: {
      "Content-Type": "application/json",
      "X-XSRFToken": document.querySelector("meta[name=xsrf]").content,
    },
    body: content === undefined ? undefined : JSON.stringify(content),
    redirect: "error",
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

// Sends a small form and says below it what came of it.
export function onSubmit(form, send) {
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = form.querySelector("[role=status]");
    try {
      status.textContent = await send(form.dataset.address);
    } catch (error) {
      status.textContent = error instanceof Refused ? error.message : "The server does not answer.";
    }
  });
}
