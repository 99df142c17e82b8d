// What a browser can do by itself: copy the address, or hand it to the device's own sharing.

for (const box of document.querySelectorAll(".share")) start(box);

function start(box) {
  const address = box.querySelector(".share-address");
  const status = box.querySelector("[role=status]");
  const copy = box.querySelector("[data-share=copy]");
  const system = box.querySelector("[data-share=system]");

  offer(copy, navigator.clipboard, async () => {
    await navigator.clipboard.writeText(address.value);
    status.textContent = copy.textContent = copy.dataset.done;
  });
  offer(system, navigator.share, async () => {
    try {
      await navigator.share({ title: system.dataset.title, url: address.value });
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  });
  address.addEventListener("focus", () => address.select());
}

function offer(button, ability, act) {
  if (!ability) return;
  button.closest("li").hidden = false;
  button.addEventListener("click", act);
}
