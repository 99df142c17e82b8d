// What a browser can do by itself: hand the address to the device's own sharing, or else copy it.

for (const box of document.querySelectorAll(".share")) start(box);

function start(box) {
  const address = box.querySelector(".share-address");
  const status = box.querySelector("[role=status]");
  const copy = box.querySelector("[data-share=copy]");

  if (navigator.share) box.querySelector("summary").addEventListener("click", hand);
  if (navigator.clipboard) {
    copy.closest("li").hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(address.value);
      status.textContent = copy.textContent = copy.dataset.done;
    });
  }
  address.addEventListener("focus", () => address.select());

  async function hand(event) {
    if (box.open) return;
    event.preventDefault();
    try {
      await navigator.share({ title: box.dataset.title, url: address.value });
    } catch (error) {
      // Whoever thought better of it wants no other way either.
      box.open = error.name !== "AbortError";
    }
  }
}
