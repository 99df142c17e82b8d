// The map as a tool: hills are dragged, or moved by keys; the rows of numbers hold what comes of
// it, and the server draws. Without this script the rows are typed.

import { MapPane } from "./map_pane.js";
import { allPlacements, History, limits, moved, placementTyped } from "./placements.js";

const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -100, End: 100 };
const BIG_STEP = 5;

export class MapEditor {
  #history = new History();
  #chosen = null;
  #drag = null;

  constructor(box) {
    this.box = box;
    this.tools = box.querySelector(".editor-tools");
    const words = new Words(this.tools.dataset);
    this.words = words;
    const drawings = [...box.querySelectorAll(".map-drawing")];
    this.panes = drawings.map((drawing, place) => new MapPane(drawing, words, place === 0));
    this.panes.forEach((pane) => this.#listenTo(pane));
    this.#listenToRows(document.getElementById("placements-group"));
    box.addEventListener("keydown", (event) => this.#onKey(event));
    this.#button("undo").addEventListener("click", () => this.#travel("undo"));
    this.#button("redo").addEventListener("click", () => this.#travel("redo"));
    this.tools.hidden = false;
    this.show();
  }

  /** After the server has drawn: lay the handles over the new drawings. */
  fit() {
    this.panes.forEach((pane) => pane.fit());
    this.show();
  }

  show() {
    allPlacements().forEach((placement) => this.#history.settle(placement));
    const placements = this.#placements();
    if (!placements.some((one) => one.row === this.#chosen)) {
      this.#chosen = placements[0]?.row ?? null;
    }
    this.panes.forEach((pane) => pane.show(placements, this.#chosen));
    this.#showTools();
  }

  #placements() {
    return allPlacements().filter((placement) => placement.stands);
  }

  // The rows

  #listenToRows(rows) {
    rows.addEventListener("input", () => this.show());
    rows.addEventListener("change", (event) => {
      const typed = placementTyped(event.target);
      if (typed) this.#history.commit(typed);
      this.show();
    });
    document.addEventListener("formset:added", () => this.show());
    document.addEventListener("formset:removed", () => {
      this.#history.forgetRemoved();
      this.show();
    });
  }

  // The pointer

  #listenTo(pane) {
    const { element } = pane;
    element.addEventListener("pointerdown", (event) => this.#take(pane, event));
    element.addEventListener("pointermove", (event) => this.#pull(event));
    element.addEventListener("pointerup", (event) => this.#letGo(event));
    element.addEventListener("pointercancel", (event) => this.#letGo(event, true));
    element.addEventListener("focusin", (event) => this.#choose(pane.rowOf(event.target)));
    // A hill is a link, which a browser would drag, focus or follow.
    element.addEventListener("dragstart", (event) => event.preventDefault());
    element.addEventListener("mousedown", (event) => event.preventDefault());
    element.addEventListener("click", (event) => hasCommand(event) || event.preventDefault());
  }

  #take(pane, event) {
    if (event.button !== 0 || !event.isPrimary || hasCommand(event)) return;
    const grip = pane.gripAt(event, this.#placements(), this.#chosen);
    if (!grip) return;
    const { placement, part } = grip;
    const from = pane.placeAt(event.clientX);
    this.#drag = { pane, placement, part, from, origin: placement.span, id: event.pointerId };
    // The hill under the pointer is replaced while it is dragged; the pane stays.
    pane.element.setPointerCapture(event.pointerId);
    pane.element.classList.add("editor-dragging");
    this.#choose(placement.row);
    this.panes[0].handle(placement.row, part).focus({ preventScroll: true });
  }

  #pull(event) {
    if (event.pointerId !== this.#drag?.id) return;
    const { pane, placement, part, from, origin } = this.#drag;
    placement.span = moved(origin, part, Math.round(pane.placeAt(event.clientX) - from));
  }

  #letGo(event, isUndone = false) {
    if (event.pointerId !== undefined && event.pointerId !== this.#drag?.id) return;
    const { pane, placement, origin } = this.#drag;
    this.#drag = null;
    pane.element.classList.remove("editor-dragging");
    if (isUndone) placement.span = origin;
    this.#history.commit(placement);
    this.#showTools();
  }

  #choose(row) {
    if (!row || row === this.#chosen) return;
    this.#chosen = row;
    this.show();
  }

  // The keyboard

  #onKey(event) {
    const handle = event.target.closest(".editor-handle");
    if (event.key === "Escape" && this.#drag) this.#letGo(event, true);
    else if (isUndoKey(event)) this.#travel(event.shiftKey ? "redo" : "undo");
    else if (handle && STEPS[event.key] && !hasCommand(event)) this.#step(handle, event);
    else return;
    event.preventDefault();
  }

  #step(handle, event) {
    const row = this.panes[0].rowOf(handle);
    const placement = this.#placements().find((one) => one.row === row);
    const by = STEPS[event.key] * (event.shiftKey ? BIG_STEP : 1);
    placement.span = moved(placement.span, handle.dataset.part, by);
    this.#history.commit(placement, event.repeat);
    this.#showTools();
  }

  // Undo and redo

  #button(name) {
    return this.tools.querySelector(`[data-editor=${name}]`);
  }

  #travel(direction) {
    const placement = this.#history[direction]();
    if (!placement) return;
    this.#choose(placement.stands && placement.row);
    const said = this.tools.querySelector(".editor-said");
    said.textContent = this.words.travelled(direction, placement);
    this.#showTools();
  }

  #showTools() {
    const able = { undo: this.#history.canUndo, redo: this.#history.canRedo };
    for (const [name, other] of [["undo", "redo"], ["redo", "undo"]]) {
      const button = this.#button(name);
      const hadFocus = button === document.activeElement;
      button.disabled = !able[name];
      // A button that goes out takes the focus with it; the other one is where it is wanted.
      if (hadFocus && button.disabled && able[other]) {
        this.#button(other).disabled = false;
        this.#button(other).focus();
      }
    }
  }
}

/** What is said of a placement, in the language of the page. */
class Words {
  constructor(patterns) {
    this.patterns = patterns;
  }

  describe(group, placement) {
    const { name } = placement;
    group.role = "group";
    group.ariaLabel = name;
    for (const handle of group.querySelectorAll(".editor-handle")) {
      const { part } = handle.dataset;
      const [least, most] = limits(placement.span, part);
      handle.ariaLabel = filled(this.patterns[`name${capital(part)}`], { name });
      handle.ariaValueMin = `${least}`;
      handle.ariaValueMax = `${most}`;
      handle.ariaValueNow = `${placement.span[part === "end" ? "end" : "start"]}`;
      handle.ariaValueText = this.#says(part, placement);
    }
  }

  travelled(direction, placement) {
    const { undone, redone, gone } = this.patterns;
    const what = placement.span ? this.#says("whole", placement) : filled(gone, placement);
    return filled(direction === "undo" ? undone : redone, { what });
  }

  #says(part, { name, span }) {
    return filled(this.patterns[`says${capital(part)}`], { name, ...span });
  }
}

function filled(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

function hasCommand(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

function isUndoKey(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z";
}
