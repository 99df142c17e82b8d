// The slider under the map says at once what stands at each place. The shares were worked out by
// the server; without scripts a button asks for them.

const WAIT = 250;

for (const form of document.querySelectorAll(".place-form")) start(form);

function start(form) {
  const slider = form.elements.at;
  const output = form.querySelector("output");
  const table = JSON.parse(form.dataset.shares);
  const names = JSON.parse(form.dataset.names);
  const keep = form.parentElement.querySelector("[data-keeps]");
  const signIn = form.parentElement.querySelector(".place-sign-in");
  let timer;

  slider.addEventListener("input", () => {
    const words = say(table[slider.valueAsNumber]);
    output.value = words;
    slider.setAttribute("aria-valuetext", words);
    if (keep) {
      keep.elements.at.value = slider.value;
      keep.hidden = slider.value === keep.dataset.keeps;
    }
    if (signIn) signIn.search = new URLSearchParams({ next: address() });
    clearTimeout(timer);
    // An address to share; browsers limit how often it may change.
    timer = setTimeout(() => history.replaceState(null, "", `?at=${slider.value}#place`), WAIT);
  });

  function address() {
    return `${new URL(form.action).pathname}?at=${slider.value}#place`;
  }

  function say(shares) {
    if (!shares.length) return form.dataset.none;
    return shares.map(([role, percent]) => part(percent, names[role])).join(form.dataset.join);
  }

  function part(percent, role) {
    return form.dataset.part.replace("{percent}", percent).replace("{role}", () => role);
  }
}
