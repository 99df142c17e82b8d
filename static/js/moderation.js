// The queue of comments by keyboard: move between rows, choose them, act on them. It presses what
// stands on the page, so that without it everything is done by the same controls.

const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };
const ACTS = { a: "approve_selected", r: "reject_selected", d: "remove_selected" };
const OFF = "mlmap-queue-keys-off";
const PLACE = "mlmap-queue-place";
const TYPING = "input:not([type=checkbox]), select, textarea, [contenteditable]";

class Queue {
  #at = -1;

  constructor(form, help) {
    this.form = form;
    this.rows = [...form.querySelectorAll("#result_list tbody tr")];
    this.toggle = help.querySelector("input");
    help.hidden = false;
    for (const row of this.rows) row.tabIndex = -1;
    this.#listen();
    this.#goBack();
  }

  #listen() {
    // Whoever speaks to their machine may type letters by accident: the keys can be put off.
    this.toggle.checked = !localStorage.getItem(OFF);
    this.toggle.addEventListener("change", () => {
      if (this.toggle.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
    this.form.addEventListener("focusin", (event) => {
      const at = this.rows.indexOf(event.target.closest("#result_list tbody tr"));
      if (at >= 0) this.#at = at;
    });
    document.addEventListener("keydown", (event) => this.#press(event));
  }

  #press(event) {
    const isOther = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (isOther || event.defaultPrevented || !this.toggle.checked) return;
    if (event.target.closest(TYPING)) return;
    // Elsewhere the arrows scroll the page, and Enter follows a link.
    const isOnRow = this.rows.includes(event.target);
    if (!isOnRow && (event.key.startsWith("Arrow") || event.key === "Enter")) return;
    if (this.#act(event.key)) event.preventDefault();
  }

  #act(key) {
    const row = this.rows[this.#at];
    if (key in STEPS) return this.#go(this.#at + STEPS[key]);
    if (key in ACTS) return this.#submit(ACTS[key], row);
    if (key === "x" && row) return press(row.querySelector(".action-select"));
    if (key === "Enter" && row) return press(row.querySelector("th a"));
    return false;
  }

  #go(at) {
    this.#at = Math.max(0, Math.min(at, this.rows.length - 1));
    const row = this.rows[this.#at];
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
    return Boolean(row);
  }

  /** Act on what is chosen, and where nothing is, on the row one is at. */
  #submit(action, row) {
    const select = this.form.querySelector("select[name=action]");
    if (![...(select?.options ?? [])].some((option) => option.value === action)) return false;
    const chosen = this.form.querySelector(".action-select:checked");
    if (!chosen && !row) return false;
    if (!chosen) press(row.querySelector(".action-select"));
    select.value = action;
    const place = { url: location.href, at: this.#at };
    sessionStorage.setItem(PLACE, JSON.stringify(place));
    this.form.requestSubmit(this.form.querySelector("button[name=index]"));
    return true;
  }

  /** The row that was acted on is gone from the list: go on where it stood. */
  #goBack() {
    const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    if (place?.url !== location.href) return;
    sessionStorage.removeItem(PLACE);
    this.#go(place.at);
  }
}

function press(control) {
  control?.click();
  return Boolean(control);
}

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("#changelist-form");
  const help = document.querySelector(".desk-keys");
  if (form && help) new Queue(form, help);
});
