// What is typed into a form, kept in this browser's storage until the server has it.

/** The copies under one key of this browser's storage, by name; each has the time it was made, `at`. */
export class KeptCopies {
  constructor(key) {
    this.key = key;
  }

  all() {
    return Object.entries(this.#read()).sort(([, one], [, other]) => other.at - one.at);
  }

  put(name, copy) {
    return this.#write({ ...this.#read(), [name]: copy });
  }

  remove(name) {
    const copies = this.#read();
    if (!(name in copies)) return;
    delete copies[name];
    this.#write(copies);
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  /** Return whether it could be written: storage may be full or forbidden. */
  #write(copies) {
    try {
      if (Object.keys(copies).length) localStorage.setItem(this.key, JSON.stringify(copies));
      else localStorage.removeItem(this.key);
      return true;
    } catch {
      return false;
    }
  }
}

export function timeInWords(time) {
  const style = { dateStyle: "long", timeStyle: "short" };
  return new Date(time).toLocaleString(document.documentElement.lang, style);
}

export function newName() {
  return `${Date.now()}-${Math.random().toString(36).slice(2, 10)}`;
}
