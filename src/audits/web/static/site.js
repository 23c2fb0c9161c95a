// What pages do better with JavaScript; every page works without.
import { initAll } from "./built/govuk.js";

initAll();

// A page that shows progress asks again after a while, as long as somebody looks at it. What is new
// is put in its place: a page loaded anew would take the focus away, and be read out from its head.
const progress = document.querySelector("[data-reload-seconds]");
if (progress) {
  const lookAgain = async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href).catch(() => null); // no network just now: asked again
    if (!answer) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-reload-seconds]");
    if (answer.redirected || !now) return location.reload();
    if (now.innerHTML !== progress.innerHTML) progress.replaceChildren(...now.childNodes);
  };
  setInterval(lookAgain, Number(progress.dataset.reloadSeconds) * 1000);
}

// In a group of grades, a number chooses the grade at that place, while the group has the focus.
for (const group of document.querySelectorAll(".board-by-number")) {
  const choices = group.querySelectorAll("input[type=radio]");
  group.addEventListener("keydown", (event) => {
    const choice = choices[Number(event.key) - 1];
    if (choice && !event.ctrlKey && !event.altKey && !event.metaKey) choice.click();
  });
}

// Whoever is about to be signed out is told so in time, and stays if they press a button.
const ends = document.getElementById("session-ends");
if (ends) {
  const seconds = (name) => Number(ends.dataset[`seconds${name}`]) * 1000;
  const opened = Date.now(), last = opened + seconds("Last"), KEY = "session-ends";
  const tell = (at) => { try { localStorage.setItem(KEY, at); } catch { /* this page alone then */ } };
  const told = () => { try { return Number(localStorage.getItem(KEY)) || 0; } catch { return 0; } };
  let end = opened + seconds("Left"), timer = 0, isClosed = false;
  tell(end);
  const show = (when) => {
    for (const part of ends.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== when;
    const clock = new Date(end).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit" });
    for (const part of ends.querySelectorAll("[data-clock]")) part.textContent = clock;
    ends.querySelector("[data-stay]").hidden = when !== "soon";
    if (!ends.open && !isClosed) ends.showModal();
  };
  const look = () => {
    end = Math.min(Math.max(end, told()), last); // another page may have been opened meanwhile
    const left = end - Date.now();
    clearTimeout(timer);
    if (left <= 0) { isClosed = false; return show("over"); }
    if (left <= seconds("Warned")) show(end >= last ? "last" : "soon");
    else { isClosed = false; ends.close(); }
    timer = setTimeout(look, (left <= seconds("Warned") ? left : left - seconds("Warned")) + 500);
  };
  ends.querySelector("[data-close]").addEventListener("click", () => { isClosed = true; ends.close(); });
  ends.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) });
    if (!answer.ok) return show("over");
    end = Math.min(Date.now() + seconds("Idle"), last);
    tell(end);
    look();
  });
  addEventListener("focus", look);
  look();
}
