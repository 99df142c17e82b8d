// What is typed into the draft's form is kept in this browser until the server has saved it, and
// offered again: never brought back silently, never lost. Several copies may wait, one for each
// time the page was open. Files and the token against forged requests are not kept.

import { bringBack, meaning, snapshot } from "./form_content.js";
import { KeptCopies, newName, timeInWords } from "./kept_copies.js";

const WAIT = 300;

export class FormKeeper {
  #timer = null;
  #own = newName();

  constructor(form, box) {
    this.form = form;
    this.box = box;
    this.copies = new KeptCopies(`mlmap-draft-${box.dataset.version}`);
    this.saved = snapshot(form, true);
    // What the server refused stands in the form and nowhere else.
    this.isRefused = "refused" in box.dataset;
    this.base = box.dataset.updated;
    this.#greet();
    this.#listen();
  }

  #greet() {
    this.copies.remove(this.box.dataset.saved);
    for (const [name, copy] of this.copies.all()) {
      if (meaning(copy.content) !== meaning(this.saved)) this.#offer(name, copy);
      else this.#giveUp(name, copy);
    }
    if (this.isRefused) this.#keep();
  }

  /** The form holds this copy already: a refused one goes on from where it was begun. */
  #giveUp(name, copy) {
    if (this.isRefused) this.base = copy.base;
    this.copies.remove(name);
  }

  #listen() {
    for (const event of ["input", "change", "markdownx.fileUploadEnd"]) {
      this.form.addEventListener(event, () => this.#later());
    }
    for (const event of ["formset:added", "formset:removed"]) {
      document.addEventListener(event, () => this.#later());
    }
    document.addEventListener("visibilitychange", () => this.#flush());
    window.addEventListener("pagehide", () => this.#flush());
    this.form.addEventListener("submit", () => this.#send());
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), WAIT);
  }

  #flush() {
    if (this.#timer) this.#keep();
  }

  #keep() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const content = snapshot(this.form);
    if (!this.isRefused && meaning(content) === meaning(this.saved)) this.copies.remove(this.#own);
    else this.#put(content);
  }

  #put(content) {
    const fault = this.box.querySelector(".desk-kept-fault");
    const isKept = this.copies.put(this.#own, { at: Date.now(), base: this.base, content });
    fault.textContent = isKept ? "" : fault.dataset.words;
  }

  /** The server is told the copy's name, and names it again once it has saved it. */
  #send() {
    this.#keep();
    this.form.elements._form.value = this.#own;
    // What is typed while the server answers was not sent.
    setTimeout(() => (this.#own = newName()));
  }

  #offer(name, copy) {
    const notice = this.box.querySelector("template").content.firstElementChild.cloneNode(true);
    const bring = notice.querySelector("[data-bring-back]");
    bring.textContent = bring.textContent.replace("{time}", timeInWords(copy.at));
    notice.querySelector("[data-overtaken]").hidden = copy.base === this.base;
    bring.addEventListener("click", () => this.#bringBack(name, copy, notice));
    notice.querySelector("[data-throw-away]").addEventListener("click", () => {
      this.copies.remove(name);
      this.#close(notice);
    });
    this.box.append(notice);
  }

  #bringBack(name, copy, notice) {
    this.#flush();
    // What was typed on this page before stays kept under its own name.
    this.#own = newName();
    bringBack(this.form, copy.content);
    this.#keep();
    this.copies.remove(name);
    this.#close(notice);
  }

  #close(notice) {
    notice.remove();
    this.form.querySelector("input:not([type=hidden])").focus();
  }
}
