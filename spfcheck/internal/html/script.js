"use strict";
const { copy, copied } = document.body.dataset;
for (const record of document.querySelectorAll("[data-name]")) {
  const code = record.querySelector("code"), button = document.createElement("button");
  button.type = "button";
  button.textContent = copy;
  button.setAttribute("aria-label", `${copy}: ${record.dataset.name}`);
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      if (!document.execCommand("copy")) return;
    }
    button.textContent = copied;
    setTimeout(() => { button.textContent = copy; }, 2000);
  });
  record.append(button);
}
