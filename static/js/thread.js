// The thread: what comes in place of "more" gets the focus that the link had, and what could not be
// fetched is said beside what asked for it. Without this script all links and buttons work as such.

// htmx writes no style of its own and runs no text as code: the content policy allows neither.
// Refusals that come with words are shown in place, as any answer is.
Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  attributesToSettle: ["class", "width", "height"],
  historyCacheSize: 0,
  timeout: 20_000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "(403|422|429)", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

const words = document.querySelector("script[data-failed]").dataset.failed;

/** Say beside an element that its request failed, until it is tried again. */
function say(element) {
  forget(element);
  const said = document.createElement("p");
  said.className = "comment-failed";
  said.setAttribute("role", "alert");
  said.textContent = words;
  place(element).after(said);
}

function forget(element) {
  const next = place(element).nextElementSibling;
  if (next?.matches(".comment-failed")) next.remove();
}

/** Below the row of acts, below the buttons of a form, below the link that stands alone. */
function place(element) {
  const buttons = element.closest(".form-box form")?.querySelector(".form-actions");
  return buttons ?? element.closest(".comment-acts") ?? element;
}

function isOurs(element) {
  return element.matches(".comment-more a, .comment-acts a, .like, .thread-write a, .form-box *");
}

/** The first comment that was shown after a link asked for more. */
let wantsFocus = false;

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  if (isOurs(elt)) forget(elt);
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, xhr, requestConfig } = event.detail;
  const asked = requestConfig.elt;
  // A whole page, as of a proxy or a sign-in, is nothing to put into this one.
  if (isOurs(asked) && /^\s*<!doctype/i.test(xhr.responseText)) {
    event.detail.shouldSwap = false;
    // Nor do the words of a form make room for it (comment_form.js).
    event.stopImmediatePropagation();
    say(asked);
    return;
  }
  wantsFocus = asked.matches(".comment-more a") && elt === asked.closest("li");
});

document.addEventListener("htmx:load", (event) => {
  if (!wantsFocus) return;
  const comment = event.detail.elt.querySelector?.(".comment");
  if (!comment) return;
  wantsFocus = false;
  comment.tabIndex = -1;
  comment.focus({ preventScroll: true });
});

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    const asked = event.detail.requestConfig.elt;
    if (isOurs(asked)) say(asked);
  });
}
