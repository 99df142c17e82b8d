// Who selects a passage of an article or of a comment is offered to quote it: in the form that is
// open for it, or on the form's page. Without this script nothing is offered.

const offer = document.querySelector(".quote-offer");
const QUOTABLE = "article > .measure > .prose, .comment .comment-body";
const LONGEST = 500;
const WAIT = 200;

/** Return what is selected and can be quoted: its words, where it stands and the form to go to. */
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const start = range.startContainer;
  const words = (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest(QUOTABLE);
  if (!words) return null;
  // A paragraph that is chosen with three clicks ends where the next one begins.
  if (!words.contains(range.endContainer)) range.setEndAfter(words.lastChild);
  const passage = range.toString().replace(/\s+/g, " ").trim();
  const comment = words.closest(".comment");
  const reply = comment?.querySelector(".comment-acts a[href*='parent=']");
  if (!passage || (comment && !reply)) return null;
  const characters = [...passage];
  const isLong = characters.length > LONGEST;
  const cut = isLong ? `${characters.slice(0, LONGEST - 1).join("")}…` : passage;
  const box = comment ? comment.id.replace("comment", "reply") : "new-comment";
  return { passage: cut, words, range, box, action: reply?.href ?? offer.dataset.action };
}

function show() {
  // Whoever went on to the offer by a key has not let go of what is selected.
  if (document.activeElement === offer) return;
  const found = selected();
  offer.hidden = !found;
  if (!found) return;
  offer.href = `${found.action}&quote=${encodeURIComponent(found.passage)}`;
  offer.textContent = found.box === "new-comment" ? offer.dataset.comment : offer.dataset.reply;
  // The next stop of the Tab key behind the paragraph.
  const block = [...found.words.children].find((child) => child.contains(found.range.endContainer));
  (block ?? found.words.lastElementChild).after(offer);
}

/** Tell a form that is open for it, and return whether there is one. */
function tellForm() {
  const found = selected();
  const form = found && document.querySelector(`#${found.box} .form-comment`);
  form?.dispatchEvent(new CustomEvent("quote", { detail: found.passage }));
  return Boolean(form);
}

if (offer) {
  let timer = null;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  });
  // Pressing it takes nothing out of the selection.
  offer.addEventListener("pointerdown", (event) => event.preventDefault());
  offer.addEventListener("mousedown", (event) => event.preventDefault());
  offer.addEventListener("click", (event) => {
    if (!tellForm()) return;
    event.preventDefault();
    offer.hidden = true;
  });
}
