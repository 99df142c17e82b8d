// The map of what stands in the form now. The server draws it: it alone knows how.

const WAIT = 150;
const RETRY = 10_000;

/** Keep the drawings in the box current; `afterDrawing` is called when they were replaced. */
export function keepMapDrawn(box, afterDrawing) {
  const form = box.closest("form");
  const fault = box.querySelector(".editor-fault");
  const drawing = box.querySelector(".desk-map-drawing");
  let shown = "";
  let timer;
  let request = new AbortController();

  async function draw() {
    // What is still being drawn has been overtaken, and its answer is of no use.
    request.abort();
    request = new AbortController();
    const { signal } = request;
    const wanted = rows(form);
    if (`${wanted}` === shown) return say("");
    const answer = await ask(box.dataset.mapPreview, wanted, form, signal);
    if (signal.aborted) return;
    shown = `${wanted}`;
    replaceMap(drawing, answer);
    say("");
    afterDrawing();
  }

  function later(wait = WAIT) {
    clearTimeout(timer);
    timer = setTimeout(() => draw().catch(explain), wait);
  }

  function explain(error) {
    if (error.name === "AbortError") return;
    say(error instanceof Refused ? fault.dataset.refused : fault.dataset.offline);
    later(RETRY);
  }

  function say(words) {
    // The same words said again would be read out again.
    if (fault.textContent !== words) fault.textContent = words;
  }

  for (const event of ["input", "change"]) form.addEventListener(event, () => later());
  for (const event of ["formset:added", "formset:removed"]) {
    document.addEventListener(event, () => later());
  }
  window.addEventListener("online", () => later(0));
  // The browser may have put back what was typed, and the server may have refused it.
  later(0);
}

class Refused extends Error {}

async function ask(address, wanted, form, signal) {
  const body = new URLSearchParams(wanted);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  // A redirect leads to the sign-in page, which is no map.
  const response = await fetch(address, { method: "POST", body, signal, redirect: "manual" });
  if (!response.ok) throw new Refused();
  return response.text();
}

function rows(form) {
  const fields = new FormData(form);
  const wanted = [...fields].filter(([name]) => /^(placements-|line_)/.test(name));
  return new URLSearchParams(wanted);
}

/** Put a new drawing where the old one is, and leave alone what the editor has laid over it. */
function replaceMap(box, html) {
  const answer = document.createElement("template");
  answer.innerHTML = html;
  const fresh = [...answer.content.querySelectorAll(".map-drawing")];
  box.querySelectorAll(".map-drawing").forEach((old, place) => old.replaceWith(fresh[place]));
  replaceAllBut(".map-figure", box.querySelector(".map"), answer.content.querySelector(".map"));
  replaceAllBut(".map", box, answer.content);
}

function replaceAllBut(kept, old, fresh) {
  const others = (parent) => [...parent.children].filter((part) => !part.matches(kept));
  others(old).forEach((part) => part.remove());
  old.append(...others(fresh));
}
