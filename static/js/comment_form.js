// The form of a comment: what is typed is kept in this browser until the server has it, characters
// are counted as the server counts them, and in a thread the form opens and closes in its place.
// Without this script the form is sent like any other, and nothing is counted before.

import { KeptCopies, timeInWords } from "./kept_copies.js";

const copies = new KeptCopies("mlmap-comments");
const WAIT = 300;
// Older drafts were not wanted.
const LIFE = 30 * 24 * 3600 * 1000;
// Refusals that carry the words back are put in place as any answer is; of whatever else fails,
// thread.js says so, and the form stays as it is.
const GIVEN_BACK = [403, 404, 422, 429, 503];
// What means something in Markdown (writing.py); at the beginning a number does with what follows.
const MARKS = /^(\d*)([-+#.)])|([\\`*_[\]<>&~])/g;

class CommentForm {
  #timer = null;

  constructor(form) {
    this.form = form;
    this.text = form.elements.body;
    this.notice = form.querySelector(".form-draft");
    this.counter = form.querySelector(".form-count");
    this.limit = Number(this.counter.dataset.limit);
    this.saved = this.text.defaultValue;
    this.isEdit = form.dataset.draft.startsWith("edit-");
    // What was refused, or only looked at, stands in the form and nowhere else.
    this.isUnsaved = "unsaved" in form.dataset;
    this.#bringBack();
    if (this.isUnsaved) this.#keep();
    this.#count();
    this.text.addEventListener("input", () => this.#typed());
    form.addEventListener("submit", () => this.#keep());
    window.addEventListener("pagehide", () => this.#keep());
    document.addEventListener("visibilitychange", () => this.#keep());
    form.addEventListener("quote", (event) => this.#quote(event.detail));
    form.querySelector("[data-quote]")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.#quote(event.currentTarget.dataset.quote);
    });
    if ("quoted" in form.dataset) this.#goOn();
  }

  get name() {
    return this.form.elements.key?.value ?? this.form.dataset.draft;
  }

  /** An empty form is filled with what was typed for it, and says so; nothing is replaced. */
  #bringBack() {
    const [name, draft] = this.#drafts().find(([name]) => !this.isEdit || name === this.name) ?? [];
    const isQuoted = "quoted" in this.form.dataset;
    const isFree = this.text.value === this.saved && (this.saved === "" || this.isEdit || isQuoted);
    if (!draft || !isFree || this.isUnsaved) return;
    // What was typed for it before is gone on with: the passage comes below.
    const isNew = isQuoted && !draft.body.includes(this.saved.trim());
    this.text.value = isNew ? `${draft.body.trimEnd()}\n\n${this.saved}` : draft.body;
    // Under its own key: should the server have it after all, it is not posted twice.
    if (!this.isEdit) this.form.elements.key.value = name;
    const words = this.notice.querySelector("[data-words]");
    words.textContent = words.dataset.words.replace("{time}", timeInWords(draft.at));
    this.notice.hidden = false;
    this.notice.querySelector("[data-throw-away]").addEventListener("click", () => this.#throwAway());
  }

  /** Return what is kept for this form's place, newest first, without what stands in it already. */
  #drafts() {
    const drafts = copies.all().filter(([, draft]) => draft.place === this.form.dataset.place);
    const isHere = ([, draft]) => draft.body.trim() === this.saved.trim();
    for (const [name] of drafts.filter(isHere)) copies.remove(name);
    return drafts.filter((draft) => !isHere(draft));
  }

  /** Put a passage below what is written, as writing.py does it for a form that is opened with one. */
  #quote(passage) {
    const quoted = `> ${passage.replace(MARKS, "$1\\$2$3")}\n\n`;
    this.text.value = [this.text.value.trimEnd(), quoted].filter(Boolean).join("\n\n");
    this.#typed();
    this.#goOn();
  }

  #goOn() {
    this.text.focus();
    this.text.setSelectionRange(this.text.value.length, this.text.value.length);
  }

  #throwAway() {
    this.text.value = this.saved;
    this.notice.hidden = true;
    copies.remove(this.name);
    this.#count();
    this.text.focus();
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), WAIT);
    this.#count();
  }

  #keep() {
    clearTimeout(this.#timer);
    // A form that was answered and taken off the page has nothing to say any more.
    if (!this.form.isConnected) return;
    const body = this.text.value;
    // A passage alone is found again on its page.
    const isAsGiven = this.isEdit || "quoted" in this.form.dataset;
    const isAsStored = isAsGiven && !this.isUnsaved && body === this.saved;
    if (body.trim() === "" || isAsStored) copies.remove(this.name);
    else copies.put(this.name, { at: Date.now(), place: this.form.dataset.place, body });
  }

  #count() {
    const length = [...this.text.value.normalize("NFC").replace(/\r\n?/g, "\n").trim()].length;
    const isOver = length > this.limit;
    const words = isOver ? this.counter.dataset.over : this.counter.dataset.words;
    this.counter.textContent = words.replace("{count}", length.toLocaleString(document.documentElement.lang));
    this.counter.classList.toggle("form-count-over", isOver);
    // Read out near the end alone, and not at every key.
    this.counter.setAttribute("aria-live", length > this.limit * 0.98 ? "polite" : "off");
    this.counter.hidden = length === 0;
  }
}

/** What opened each box, to go back to when it is closed. */
const openers = new WeakMap();

function close(box) {
  const opener = openers.get(box);
  box.remove();
  if (opener?.isConnected) opener.focus();
}

function begin(root) {
  for (const form of root.querySelectorAll(".form-comment")) new CommentForm(form);
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-close]")?.closest(".form-box");
  // A box on a page of its own has somewhere to go back to.
  if (!box || !openers.has(box)) return;
  event.preventDefault();
  close(box);
});

/** The element that asked for what comes next. */
let asking = null;

document.addEventListener("htmx:beforeRequest", (event) => {
  const box = event.detail.elt.closest(".form-box");
  asking = box ? openers.get(box) : event.detail.elt;
});

/** What is typed while a form is on its way would go with it, and is in no answer. */
function holdWords(event, isHeld) {
  const { elt } = event.detail;
  if (elt.matches(".form-comment")) elt.elements.body.readOnly = isHeld;
}

document.addEventListener("htmx:beforeSend", (event) => holdWords(event, true));
document.addEventListener("htmx:afterRequest", (event) => holdWords(event, false));

document.addEventListener("htmx:load", (event) => {
  const box = event.detail.elt;
  if (!box.matches?.(".form-box")) return;
  const boxes = [...document.querySelectorAll(".form-box[id]")];
  const open = boxes.find((other) => other !== box && other.id === box.id);
  // Asked for twice, the one with words in it stays.
  if (open) box.remove();
  else if (asking) openers.set(box, asking);
  if (!open) begin(box);
  const fields = (open ?? box).querySelectorAll("[aria-invalid=true], textarea, [type=radio], button, a");
  [...fields].find((field) => field.checkVisibility())?.focus();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (!requestConfig.elt.closest(".form-box") || !GIVEN_BACK.includes(xhr.status)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// An answer that took the comment's own place leaves the box it was sent from behind.
document.addEventListener("htmx:afterSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.getResponseHeader("HX-Retarget")) requestConfig.elt.closest(".form-box")?.remove();
});

document.addEventListener("comment-stored", (event) => copies.remove(event.detail.draft));

for (const [name, draft] of copies.all()) {
  if (Date.now() - draft.at > LIFE) copies.remove(name);
}
for (const said of document.querySelectorAll("[data-stored]")) copies.remove(said.dataset.stored);
begin(document);
