// The placements in the draft's form: rows that are read and written, and a history for undo.

const LINE_LENGTH = 100;
const ROWS = "#placements-group tr.form-row:not(.empty-form)";

/** A row of the form that puts a role or practice on the line. */
export class Placement {
  constructor(row) {
    this.row = row;
  }

  #field(name) {
    return this.row.querySelector(`.field-${name} :is(input, select)`);
  }

  get slug() {
    const role = this.#field("role");
    return role.value && role.selectedOptions[0].text.trim();
  }

  get name() {
    return this.#field("name").value.trim() || this.slug;
  }

  /** What stands in the two fields, whether it makes sense or not. */
  get typed() {
    return [this.#field("start").value, this.#field("end").value];
  }

  set typed([start, end]) {
    this.#field("start").value = start;
    this.#field("end").value = end;
    this.#field("end").dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Start and end as numbers on the line; null while they are none. */
  get span() {
    if (!this.typed.every((text) => /^\d{1,3}$/.test(text))) return null;
    const [start, end] = this.typed.map(Number);
    return start < end && end <= LINE_LENGTH ? { start, end } : null;
  }

  set span({ start, end }) {
    const [before, after] = this.typed;
    if (before !== `${start}` || after !== `${end}`) this.typed = [`${start}`, `${end}`];
  }

  get stands() {
    const deleted = this.row.querySelector(".delete input[type=checkbox]")?.checked;
    return this.row.isConnected && !deleted && Boolean(this.name) && this.span !== null;
  }
}

export function allPlacements() {
  return [...document.querySelectorAll(ROWS)].map((row) => new Placement(row));
}

/** The placement of a row that an event happened in, if it was in one of its two numbers. */
export function placementTyped(target) {
  const row = target.closest(":is(.field-start, .field-end)")?.closest(ROWS);
  return row && new Placement(row);
}

/** A span with its start, its end or the whole of it moved, as far as the line allows. */
export function moved({ start, end }, part, by) {
  if (part === "start") return { start: clamp(start + by, 0, end - 1), end };
  if (part === "end") return { start, end: clamp(end + by, start + 1, LINE_LENGTH) };
  const shift = clamp(by, -start, LINE_LENGTH - end);
  return { start: start + shift, end: end + shift };
}

/** How far the value of a handle can go either way. */
export function limits({ start, end }, part) {
  if (part === "start") return [0, end - 1];
  if (part === "end") return [start + 1, LINE_LENGTH];
  return [0, LINE_LENGTH - (end - start)];
}

function clamp(number, least, most) {
  return Math.min(Math.max(number, least), most);
}

/** What was moved and typed, to be undone and redone. */
export class History {
  #past = [];
  #future = [];
  #settled = new WeakMap();

  /** Take a row as it stands for the state that the next change starts from. */
  settle(placement) {
    if (!this.#settled.has(placement.row)) this.#settled.set(placement.row, placement.typed);
  }

  /** Remember what changed in a row since it settled. A key held down is one change. */
  commit(placement, continues = false) {
    const before = this.#settled.get(placement.row) ?? ["", ""];
    const after = placement.typed;
    if (same(before, after)) return;
    const last = this.#past.at(-1);
    if (continues && last?.placement.row === placement.row) last.after = after;
    else this.#past.push({ placement, before, after });
    this.#future = [];
    this.#settled.set(placement.row, after);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  undo() {
    return this.#step(this.#past, this.#future, "before");
  }

  redo() {
    return this.#step(this.#future, this.#past, "after");
  }

  #step(from, to, side) {
    const change = from.pop();
    if (!change) return null;
    to.push(change);
    this.#settled.set(change.placement.row, change[side]);
    change.placement.typed = change[side];
    return change.placement;
  }

  /** A row that was taken out of the form takes its changes with it. */
  forgetRemoved() {
    const remains = (change) => change.placement.row.isConnected;
    this.#past = this.#past.filter(remains);
    this.#future = this.#future.filter(remains);
  }
}

function same(pair, other) {
  return pair[0] === other[0] && pair[1] === other[1];
}
