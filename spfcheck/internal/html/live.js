"use strict";
{
  // The page is made by the server alone: when it has changed, it is read anew. Where the
  // connection was lost, something may have been missed.
  let waiting = 0;
  const refresh = async () => {
    waiting = 0;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement?.getAttribute("href");
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    document.querySelector("[role=status]").textContent = page.querySelector("[role=status]").textContent;
    if (focused) document.querySelector(`main a[href="${CSS.escape(focused)}"]`)?.focus();
  };
  const events = new EventSource(document.body.dataset.live);
  for (const name of ["open", "message"]) events.addEventListener(name, () => { waiting ||= setTimeout(refresh, 150); });
}
