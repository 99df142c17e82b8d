// One drawing of the map with handles laid over it: where a pointer is on the line, and where a
// placement's handles stand. The measures are read from the drawing, which the server made.

const PARTS = ["whole", "start", "end"];
// How near to its edge, in pixels, a hill is taken by the edge.
const EDGE = 12;

/** A drawing and its handles; only one pane of a map is for the keyboard, the rest would repeat. */
export class MapPane {
  #groups = new Map();

  constructor(drawing, words, isForKeyboard) {
    this.words = words;
    this.isForKeyboard = isForKeyboard;
    this.element = element("div", "editor-pane");
    drawing.replaceWith(this.element);
    this.line = element("div", "editor-line");
    if (!isForKeyboard) this.line.ariaHidden = "true";
    this.element.append(drawing, this.line);
    this.fit();
  }

  get #drawing() {
    return this.element.querySelector(".map-drawing");
  }

  get #axis() {
    const axis = this.#drawing.querySelector(".map-axis");
    return { left: axis.x1.baseVal.value, right: axis.x2.baseVal.value };
  }

  /** Lay the handles' line over the line of a drawing that may be new. */
  fit() {
    const { left, right } = this.#axis;
    const { y, width, height } = this.#drawing.viewBox.baseVal;
    this.line.style.left = `${(100 * left) / width}%`;
    this.line.style.width = `${(100 * (right - left)) / width}%`;
    this.line.style.top = `${(-100 * y) / height}%`;
    // The handles and the list below say all that the drawing says, and lead where its links lead.
    this.#drawing.ariaHidden = "true";
    for (const link of this.#drawing.querySelectorAll("a")) link.setAttribute("tabindex", "-1");
  }

  /** Where on the line, 0 to 100 and beyond, a pointer is. */
  placeAt(clientX) {
    const { left, width } = this.line.getBoundingClientRect();
    return (100 * (clientX - left)) / width;
  }

  /** What a pointer would take hold of: a row and the part of its placement, or nothing. */
  gripAt(event, placements, chosen) {
    const handle = event.target.closest(".editor-handle");
    if (handle) {
      const row = this.rowOf(handle);
      return { placement: placements.find((one) => one.row === row), part: handle.dataset.part };
    }
    const slugs = document.elementsFromPoint(event.clientX, event.clientY).map(slugOf);
    const there = slugs.flatMap((slug) => placements.find((one) => slug && one.slug === slug) ?? []);
    // Where hills lie on top of each other, the one that was chosen before is meant.
    const placement = there.find((one) => one.row === chosen) ?? there[0];
    return placement && { placement, part: this.#partNear(event.clientX, placement.span) };
  }

  #partNear(clientX, { start, end }) {
    const place = this.placeAt(clientX);
    const edge = (100 * EDGE) / this.line.getBoundingClientRect().width;
    if (end - start < 4 * edge) return "whole";
    if (Math.abs(place - start) < edge) return "start";
    return Math.abs(place - end) < edge ? "end" : "whole";
  }

  /** Show the handles of these placements where they stand, and no others. */
  show(placements, chosen) {
    const rows = placements.map((placement) => placement.row);
    for (const [row, group] of this.#groups) {
      if (rows.includes(row)) continue;
      group.remove();
      this.#groups.delete(row);
    }
    placements.forEach((placement) => this.#place(placement, placement.row === chosen));
    for (const link of this.#drawing.querySelectorAll("a")) {
      const isChosen = placements.some((one) => one.row === chosen && one.slug === slugOf(link));
      link.classList.toggle("editor-chosen-role", isChosen);
    }
  }

  /** Return the handle of a part, to be focused. */
  handle(row, part) {
    return this.#groups.get(row)?.querySelector(`[data-part=${part}]`);
  }

  rowOf(handle) {
    return [...this.#groups].find(([, group]) => group.contains(handle))?.[0];
  }

  #place(placement, isChosen) {
    const group = this.#groups.get(placement.row) ?? this.#addGroup(placement);
    const { start, end } = placement.span;
    group.classList.toggle("editor-chosen", isChosen);
    group.style.setProperty("--start", `${start}%`);
    group.style.setProperty("--end", `${end}%`);
    this.handle(placement.row, "whole").textContent = `${start}–${end}`;
    if (this.isForKeyboard) this.words.describe(group, placement);
  }

  #addGroup(placement) {
    const group = element("div", "editor-group");
    const handles = PARTS.map((part) => this.#makeHandle(part));
    group.append(element("div", "editor-span"), ...handles);
    this.#groups.set(placement.row, group);
    this.line.append(group);
    return group;
  }

  #makeHandle(part) {
    const handle = element("div", `editor-handle editor-${part}`);
    handle.dataset.part = part;
    if (this.isForKeyboard) {
      handle.role = "slider";
      handle.tabIndex = 0;
    }
    return handle;
  }
}

/** The slug of the role that an element of the drawing leads to; links end with it. */
function slugOf(part) {
  const link = part.closest(".map-drawing a");
  return link && link.getAttribute("href").split("/").at(-2);
}

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
