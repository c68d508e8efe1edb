/* The way to the reading list from every page: a button on each card, result and paper, and the count in the header. */
import { ReadingList, TROUBLES } from "./store.js";

const root = document.querySelector("form[data-pi-search]")?.dataset.root ?? "./";

/* The one list of this page. */
export const list = new ReadingList(new URL(root, location.href).pathname);

/* Tells those who do not see the page what just happened. */
export function tell(text) {
  let region = document.querySelector("[data-pi-live]");
  if (!region) {
    region = document.createElement("p");
    region.className = "pi-aside";
    region.setAttribute("role", "status");
    region.dataset.piLive = "";
    document.body.append(region);
  }
  region.textContent = text;
}

/* What happened, where it can be seen and heard; a page that has a place for it shows it there. */
export function warn(text) {
  tell(text);
  let note = document.querySelector(".pi-warning");
  if (!note) {
    note = document.createElement("section");
    note.className = "pi-warning";
    note.setAttribute("aria-label", "Message");
    const words = document.createElement("p");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => note.remove());
    note.append(words, close);
    document.body.append(note);
  }
  note.firstChild.textContent = text;
}

/* What a card or a result says of its paper; null where it is none. */
function factsOf(item) {
  const link = item.querySelector("h2 a[href], h3 a[href]");
  const id = link?.getAttribute("href").match(/papers\/([a-z0-9-]+)\/(?:index\.html)?$/)?.[1];
  if (!id) return null;
  return { id, title: link.textContent.trim() };
}

/* The place for buttons in a card or result. */
function marksOf(item) {
  const found = item.querySelector(".pi-marks");
  if (found) return found;
  const foot = item.querySelector(".pi-card__foot");
  const marks = document.createElement(foot ? "li" : "div");
  marks.className = "pi-marks";
  (foot ?? item).append(marks);
  return marks;
}

/* A button that saves a paper or takes it off the list. */
export function saveButton({ id, title }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "pi-pick pi-save";
  button.dataset.piSave = id;
  button.dataset.piTitle = title;
  button.setAttribute("aria-label", `Reading list: ${title}`);
  show(button);
  return button;
}

function show(button) {
  const saved = list.has(button.dataset.piSave);
  button.setAttribute("aria-pressed", String(saved));
  if (button.classList.contains("pi-pick")) button.title = saved ? "On your reading list" : "Save to the reading list";
  const words = button.querySelector("[data-pi-words]");
  if (!words) return;
  words.textContent = saved ? "Saved" : "Save";
  // Who speaks to the browser says what stands on the button, so its name begins with that.
  button.setAttribute("aria-label", `${words.textContent} to the reading list: ${button.dataset.piTitle}`);
}

function showAll() {
  for (const button of document.querySelectorAll("[data-pi-save]")) show(button);
  const link = document.querySelector("[data-pi-list]");
  if (!link) return;
  const count = list.papers().size;
  const unread = [...list.papers().values()].filter(({ read }) => !read).length;
  link.querySelector("[data-pi-count]").textContent = unread ? String(unread) : "";
  link.setAttribute("aria-label", count ? `Reading list: ${count} saved, ${unread} to read` : "Reading list");
}

/* What was taken off on this page, with its note: pressing the button again brings it back whole. */
const lately = new Map();

function toggle(button) {
  const { piSave: id, piTitle: title } = button.dataset;
  const was = list.has(id);
  if (was) lately.set(id, list.get(id));
  const entry = lately.get(id);
  const done = was ? list.remove([id]).length > 0 : entry ? list.merge([[id, entry]]) : list.add(id, { title }, Date.now());
  if (!done || list.trouble) return warn(TROUBLES[list.trouble]);
  const again = was && entry.note ? ", with its note; press again to bring it back" : "";
  tell(was ? `Taken off the reading list${again}: ${title}` : `Saved to the reading list: ${title}`);
}

/* Give every paper in `scope` its button. */
export function offerSaving(scope) {
  for (const item of scope.querySelectorAll(".pi-card, .pi-search-result")) {
    const facts = factsOf(item);
    if (facts && !item.querySelector("[data-pi-save]")) marksOf(item).prepend(saveButton(facts));
  }
  for (const button of scope.querySelectorAll("[data-pi-save][hidden]")) {
    button.hidden = false;
    // A lean page leaves it to its heading what the paper is called.
    button.dataset.piTitle ??= document.querySelector("h1").textContent.trim();
    show(button);
  }
}

offerSaving(document);
showAll();
document.addEventListener("pi-papers", (event) => {
  offerSaving(event.detail);
  showAll();
});
document.addEventListener("pi-list", showAll);
document.addEventListener("pi-warning", (event) => warn(event.detail));
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-pi-save]");
  if (button) toggle(button);
});
// A page that comes back from the browser's memory may have missed a change.
addEventListener("pageshow", (event) => event.persisted && showAll());

const page = document.getElementById("pi-reading");
if (page) import("./page.js").then(({ ReadingPage }) => new ReadingPage(page, list, root));
