// The map of the field beyond links: one stop for the Tab key and arrows from dot to dot, the title of the dot in
// words below the map, and one topic at a time.

const map = document.querySelector("[data-pi-map]");
const told = map.querySelector("[data-pi-map-told]");
const dots = [...map.querySelectorAll("svg a:has(circle)")].map((link) => {
  const circle = link.querySelector("circle");
  return { link, x: Number(circle.getAttribute("cx")), y: Number(circle.getAttribute("cy")), topic: link.parentElement.dataset.t };
});
const names = new Map([...map.querySelectorAll("option")].map((option) => [option.value, option.textContent]));
const AHEAD = {
  ArrowRight: (dx, dy) => [dx, dy],
  ArrowLeft: (dx, dy) => [-dx, dy],
  ArrowDown: (dx, dy) => [dy, dx],
  ArrowUp: (dx, dy) => [-dy, dx],
};
let topic = "";
let current = dots[0];

function show(dot) {
  const title = document.createElement("strong");
  title.textContent = dot.link.querySelector("title").textContent;
  told.replaceChildren(title, document.createElement("br"), names.get(dot.topic) ?? "");
}

/** The nearest dot on the way of an arrow key; what lies aside counts double. */
function next(from, turn) {
  let best = null;
  for (const dot of dots) {
    if (dot === from || (topic && dot.topic !== topic)) continue;
    const [ahead, aside] = turn(dot.x - from.x, dot.y - from.y);
    const far = ahead + 2 * Math.abs(aside);
    if (ahead > 0 && (!best || far < best.far)) best = { dot, far };
  }
  return best?.dot;
}

function stopAt(dot) {
  current.link.tabIndex = -1;
  current = dot;
  current.link.tabIndex = 0;
}

map.querySelector("svg").addEventListener("keydown", (event) => {
  const turn = AHEAD[event.key];
  const from = dots.find((dot) => dot.link === document.activeElement);
  if (!turn || !from) return;
  event.preventDefault();
  const dot = next(from, turn);
  if (!dot) return;
  stopAt(dot);
  dot.link.focus();
});
for (const dot of dots) {
  dot.link.addEventListener("pointerenter", () => show(dot));
  dot.link.addEventListener("focus", () => show(dot));
}
const pick = map.querySelector("[data-pi-map-topic]");

function showTopic() {
  topic = pick.value;
  for (const part of map.querySelectorAll("[data-t]")) part.classList.toggle("pi-dimmed", topic !== "" && part.dataset.t !== topic);
  const first = dots.find((dot) => !topic || dot.topic === topic);
  if (first) stopAt(first);
}

pick.addEventListener("change", showTopic);
// A browser that comes back to the page has set the topic that was chosen by now.
addEventListener("pageshow", showTopic);
pick.parentElement.hidden = false;
stopAt(current);
