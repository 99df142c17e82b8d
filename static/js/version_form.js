// The draft's form: the map is drawn anew by the server while its rows are edited, and a picture
// that was refused is said beside the text. Without this script the map is drawn on save.

const WAIT = 400;

function keepMapDrawn(box) {
  const form = box.closest("form");
  const drawing = box.querySelector(".desk-map-drawing");
  let timer;
  let asked = 0;

  async function draw() {
    const turn = ++asked;
    const response = await fetch(box.dataset.mapPreview, { method: "POST", body: rows(form) });
    // An answer that a later one has overtaken is of no use.
    if (response.ok && turn === asked) drawing.innerHTML = await response.text();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => draw().catch(() => {}), WAIT);
  }

  for (const event of ["input", "change"]) form.addEventListener(event, later);
  document.addEventListener("formset:added", later);
  document.addEventListener("formset:removed", later);
}

function rows(form) {
  const data = new FormData();
  for (const [name, value] of new FormData(form)) {
    const wanted = name.startsWith("placements-") || name.startsWith("line_");
    if (wanted || name === "csrfmiddlewaretoken") data.append(name, value);
  }
  return data;
}

// The editor writes this into the text where an upload was refused.
const EDITOR_ERROR = "Invalid response";

function sayRefusedUploads(editor) {
  const text = editor.querySelector("textarea");
  const note = document.createElement("p");
  note.className = "desk-upload-error";
  note.setAttribute("role", "alert");
  editor.append(note);

  editor.addEventListener("fileUploadError", (event) => {
    note.textContent = reason([event.detail].flat()[0]);
    // Once the editor has done its own, which is after this.
    queueMicrotask(() => (text.value = text.value.replace(EDITOR_ERROR, "")));
  });
  editor.addEventListener("markdownx.fileUploadEnd", () => (note.textContent = ""));
}

function reason(answer) {
  try {
    return JSON.parse(answer).error;
  } catch {
    return "The picture could not be stored.";
  }
}

function letTabLeave(editor) {
  // The editor would turn Tab into a tab, and a keyboard could never get out of it.
  const stop = (event) => event.key === "Tab" && event.stopPropagation();
  editor.addEventListener("keydown", stop, { capture: true });
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-map-preview]").forEach(keepMapDrawn);
  for (const editor of document.querySelectorAll(".markdownx")) {
    sayRefusedUploads(editor);
    letTabLeave(editor);
  }
});
