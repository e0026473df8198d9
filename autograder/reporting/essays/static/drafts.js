// Keeps in this browser what was typed and not saved yet, whatever becomes of server and page.

const name = (id) => `essay-draft:${id}`;

export const hasDraft = (id) => localStorage.getItem(name(id)) !== null;

export function readDraft(id) {
  try {
    return JSON.parse(localStorage.getItem(name(id)));
  } catch {
    return null;
  }
}

export const writeDraft = (id, draft) => localStorage.setItem(name(id), JSON.stringify(draft));

export const dropDraft = (id) => localStorage.removeItem(name(id));
