// What pages do better with JavaScript; every page works without.
import { initAll } from "./built/govuk.js";

initAll();

// A page that shows progress asks again after a while, as long as somebody looks at it.
const progress = document.querySelector("[data-reload-seconds]");
if (progress) {
  const wait = Number(progress.dataset.reloadSeconds) * 1000;
  setTimeout(() => { if (!document.hidden) location.reload(); }, wait);
}
