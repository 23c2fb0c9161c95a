// What pages do better with JavaScript; every page works without.
import { initAll } from "./built/govuk.js";

initAll();

// A page that shows progress asks again after a while, as long as somebody looks at it.
const progress = document.querySelector("[data-reload-seconds]");
if (progress) {
  const wait = Number(progress.dataset.reloadSeconds) * 1000;
  setTimeout(() => { if (!document.hidden) location.reload(); }, wait);
}

// In a group of grades, a number chooses the grade at that place, while the group has the focus.
for (const group of document.querySelectorAll(".board-by-number")) {
  const choices = group.querySelectorAll("input[type=radio]");
  group.addEventListener("keydown", (event) => {
    const choice = choices[Number(event.key) - 1];
    if (choice && !event.ctrlKey && !event.altKey && !event.metaKey) choice.click();
  });
}
