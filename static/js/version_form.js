// The draft's form: what is typed is kept until it is saved, the map is drawn by the server while it
// is edited, and a picture that was refused is said beside the text. Without these scripts the form
// is filled in by hand and the map is drawn on save.

import { FormKeeper } from "./form_keeper.js";
import { MapEditor } from "./map_editor.js";
import { keepMapDrawn } from "./map_preview.js";

// The editor writes this into the text where an upload was refused.
const EDITOR_ERROR = "Invalid response";
const NOT_STORED = "The picture could not be stored.";

function sayRefusedUploads(editor) {
  const text = editor.querySelector("textarea");
  const note = document.createElement("p");
  note.className = "desk-upload-error";
  note.setAttribute("role", "alert");
  editor.append(note);

  // One for an answer that is an error, one for an answer that names one.
  for (const name of ["fileUploadError", "markdownx.fileUploadError"]) {
    editor.addEventListener(name, (event) => {
      note.textContent = reason([event.detail].flat()[0]);
      const before = text.value;
      // Once the editor has done its own, which is after this.
      queueMicrotask(() => {
        if (text.value.includes(EDITOR_ERROR)) text.value = before;
      });
    });
  }
  editor.addEventListener("markdownx.fileUploadEnd", () => (note.textContent = ""));
}

function reason(answer) {
  try {
    return (answer?.error ?? JSON.parse(answer).error) || NOT_STORED;
  } catch {
    return NOT_STORED;
  }
}

function letTabLeave(editor) {
  // The editor would turn Tab into a tab, and a keyboard could never get out of it.
  const stop = (event) => event.key === "Tab" && event.stopPropagation();
  editor.addEventListener("keydown", stop, { capture: true });
}

document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("[data-map-preview]")) {
    const editor = new MapEditor(box);
    keepMapDrawn(box, () => editor.fit());
  }
  for (const box of document.querySelectorAll(".desk-kept")) {
    new FormKeeper(box.closest("form"), box);
  }
  for (const editor of document.querySelectorAll(".markdownx")) {
    sayRefusedUploads(editor);
    letTabLeave(editor);
  }
});
