// The content of a form with inline rows: taken out, compared by what it means, put back.

const NOT_CONTENT = ["csrfmiddlewaretoken", "_form"];
const SILENT_TYPES = ["file", "submit", "button", "fieldset"];
// Django's names: placements-3-start is a field of a row, placements-TOTAL_FORMS a count of them.
const OF_A_ROW = /^(\w+)-(\d+)-(\w+)$/;
const OF_ALL_ROWS = /-__prefix__-|_FORMS$/;
// What tells which row it is, and not what stands in it.
const IDENTITY = ["id", "version", "DELETE"];

/** Return what stands in the form, or what stood in it when the server sent it. */
export function snapshot(form, asSent = false) {
  const content = { fields: {}, rows: {} };
  for (const field of form.elements) {
    if (!field.name || NOT_CONTENT.includes(field.name) || SILENT_TYPES.includes(field.type)) continue;
    if (OF_ALL_ROWS.test(field.name)) continue;
    const [, rows, place, name] = OF_A_ROW.exec(field.name) ?? [];
    const value = asSent ? sentValue(field) : currentValue(field);
    if (rows) ((content.rows[rows] ??= [])[place] ??= {})[name] = value;
    else content.fields[field.name] = value;
  }
  return content;
}

function currentValue(field) {
  return field.type === "checkbox" ? field.checked : field.value;
}

function sentValue(field) {
  if (field.type === "checkbox") return field.defaultChecked;
  if (!field.options) return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
}

/** Return the same text for contents that the server would store alike. */
export function meaning({ fields, rows }) {
  const told = Object.entries(rows).map(([name, all]) => [name, all.flatMap(rowMeaning).sort()]);
  return JSON.stringify([plain(fields), told.filter(([, all]) => all.length)]);
}

function rowMeaning(row) {
  const words = plain(row).filter(([name]) => !IDENTITY.includes(name));
  const isEmpty = !row || row.DELETE || words.every(([, value]) => value === "");
  return isEmpty ? [] : [JSON.stringify(words)];
}

function plain(fields) {
  return Object.entries(fields ?? {}).map(([name, value]) => [name, plainValue(value)]);
}

function plainValue(value) {
  if (typeof value !== "string") return value;
  return value.normalize("NFC").replace(/\r\n?/g, "\n").trim();
}

/** Put a snapshot into the form; rows that are not there any more are added again. */
export function bringBack(form, content) {
  for (const [name, value] of Object.entries(content.fields)) put(form.elements[name], value);
  for (const [name, rows] of Object.entries(content.rows)) bringBackRows(form, name, rows);
}

function bringBackRows(form, rowsName, rows) {
  const fieldOf = (place, name) => form.elements[`${rowsName}-${place}-${name}`];
  const count = () => Number(form.elements[`${rowsName}-TOTAL_FORMS`].value);
  const free = new Set(Array.from({ length: count() }, (_, place) => place));
  const take = (id) => {
    const place = [...free].find((one) => fieldOf(one, "id").value === id) ?? addRow(form, rowsName);
    free.delete(place);
    return place;
  };
  for (const row of rows.filter(Boolean)) {
    if (row.DELETE && ![...free].some((place) => fieldOf(place, "id").value === row.id)) continue;
    const place = take(row.id);
    for (const [name, value] of Object.entries(row)) {
      if (!["id", "version"].includes(name)) put(fieldOf(place, name), value);
    }
  }
}

/** Add a row as its link does, and return its place. */
function addRow(form, rowsName) {
  form.querySelector(`#${rowsName}-group .add-row a`).click();
  return Number(form.elements[`${rowsName}-TOTAL_FORMS`].value) - 1;
}

function put(field, value) {
  if (!field || currentValue(field) === value) return;
  if (field.type === "checkbox") field.checked = value;
  else field.value = value;
  for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
}
