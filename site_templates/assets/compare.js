// Papers side by side. Their facts are read off their own pages, so there is no second source that could differ.

const MOST = 5;
const OFFERED = 6;
const PAUSE = 150;

const ROWS = [
  ["Authors", (page) => parts(page, ".pi-paper__authors").flatMap((authors) => [...authors.childNodes])],
  ["First version", (page) => [...page.querySelectorAll(".pi-facts time")].slice(0, 1)],
  ["Published", (page) => fact(page, "Published")],
  ["Idea", (page) => parts(page, ".pi-tldr")],
  ["Results", (page) => parts(page, ".pi-results")],
  ["Topics", (page) => [...fact(page, "Topic"), ...fact(page, "Topics")]],
  ["Kind", (page) => fact(page, "Kind")],
  ["Tags", (page) => fact(page, "Tags")],
  ["Code", (page) => withOtherwise(parts(page, ".pi-ways .pi-i-code"), "none named")],
  ["Links", (page) => parts(page, ".pi-ways .pi-way[href]:not([href*='#']):not(.pi-i-code)")],
];

const withOtherwise = (found, otherwise) => (found.length ? found : [otherwise]);

function parts(page, selector) {
  return [...page.querySelectorAll(selector)];
}

/** What stands beside a name in the list of facts. */
function fact(page, name) {
  const term = [...page.querySelectorAll(".pi-facts dt")].find((element) => element.textContent === name);
  return term ? [...term.nextElementSibling.childNodes] : [];
}

/** The page of a paper, and the id it has now: a former id's page only says where the paper is. */
async function readPage(root, id) {
  const address = `${root}papers/${id}/`;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const moved = page.querySelector("meta[http-equiv=refresh]")?.content.match(/papers\/([a-z0-9-]+)\/$/)?.[1];
  if (moved) return readPage(root, moved);
  // Links are told from their own page; here they are read from another.
  const base = new URL(address, location.href);
  for (const link of page.querySelectorAll("a[href]")) link.setAttribute("href", new URL(link.getAttribute("href"), base).href);
  return [id, page];
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function titleCell(root, id, page, drop) {
  const link = element("a", "pi-compare__title");
  link.href = `${root}papers/${id}/`;
  link.append(...[...page.querySelector("h1").childNodes].map((node) => document.importNode(node, true)));
  const button = element("button", "pi-compare__drop", "Remove");
  button.type = "button";
  button.setAttribute("aria-label", `Remove ${link.textContent}`);
  button.addEventListener("click", () => drop(id));
  const cell = element("th", "", link, element("br"), button);
  cell.scope = "col";
  return cell;
}

/** Names that stand in more than one paper's cell are marked: what the papers share. */
function markShared(cells) {
  const names = cells.map((cell) => new Set([...cell.querySelectorAll("a.pi-chip")].map((chip) => chip.textContent)));
  for (const chip of cells.flatMap((cell) => [...cell.querySelectorAll("a.pi-chip")])) {
    if (names.filter((set) => set.has(chip.textContent)).length < 2) continue;
    chip.classList.add("pi-chip--shared");
    chip.append(element("span", "pi-aside", ", shared"));
  }
}

function row(name, read, pages) {
  const cells = pages.map(([, page]) => {
    const found = read(page).map((node) => (typeof node === "string" ? node : document.importNode(node, true)));
    return element("td", "", ...(found.length ? found : ["–"]));
  });
  markShared(cells);
  const label = element("th", "", name);
  label.scope = "row";
  return element("tr", "", label, ...cells);
}

/** Rows drawn as a grid on small screens are no table to a screen reader unless they are named so. */
function withRoles(whole) {
  const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "th[scope=col]": "columnheader", "th[scope=row]": "rowheader" };
  for (const [selector, role] of Object.entries(roles)) {
    for (const part of [whole, ...whole.querySelectorAll("*")]) if (part.matches(selector)) part.setAttribute("role", role);
  }
  return whole;
}

function table(root, pages, drop) {
  const head = element("tr", "", element("td"), ...pages.map(([id, page]) => titleCell(root, id, page, drop)));
  const rows = ROWS.map(([name, read]) => row(name, read, pages));
  const columns = element("colgroup", "", ...[null, ...pages].map(() => element("col")));
  const whole = element("table", `pi-compare pi-compare--${pages.length}`, columns, element("thead", "", head), element("tbody", "", ...rows));
  const scroll = element("div", "pi-scroll", withRoles(whole));
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "The papers side by side");
  return scroll;
}

let search = null;

/** Papers that the site's own search finds; its index stays open for the next letter. */
async function found(root, text, most) {
  const [{ Search }, { named }] = await Promise.all([import(new URL("./search/engine.js", import.meta.url).href), import(new URL("./search/view.js", import.meta.url).href)]);
  search ??= new Search(root);
  const { records } = await search.find(text, most);
  return records.map(named).map((paper) => ({ ...paper, id: paper.address.split("/")[1] }));
}

/** A field that finds further papers by the site's own search. */
function picker(root, ids, add) {
  const input = element("input", "pi-search-input");
  Object.assign(input, { type: "search", id: "pi-compare-add", autocomplete: "off", placeholder: "Title, method or author" });
  const label = element("label", "", "Add a paper");
  label.htmlFor = input.id;
  const offers = element("ul", "pi-compare__offers");
  const told = element("p", "pi-note");
  told.setAttribute("role", "status");
  let turn = 0;
  const offer = async () => {
    const asked = ++turn;
    const text = input.value.trim();
    let papers = [];
    let words = "";
    try {
      if (text) papers = (await found(root, text, OFFERED + ids.length)).filter(({ id }) => !ids.includes(id)).slice(0, OFFERED);
      if (text && !papers.length) words = "No paper found.";
    } catch {
      words = "The search could not be reached.";
    }
    if (asked !== turn) return;
    told.textContent = words;
    offers.replaceChildren(...papers.map(({ id, title, date }) => {
      const button = element("button", "pi-way pi-way--quiet", `${title} (${date.slice(0, 4)})`);
      button.type = "button";
      button.addEventListener("click", () => add(id, title));
      return element("li", "", button);
    }));
  };
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, PAUSE);
  });
  return element("div", "pi-compare__add", label, input, told, offers);
}

/** The papers that the address names (?papers=a,b); null where it names none. */
function namedPapers() {
  const named = new URLSearchParams(location.search).get("papers");
  return named === null ? null : [...new Set(named.split(",").filter((id) => /^[a-z0-9-]+$/.test(id)))];
}

/** The papers that the page shows, or will show as soon as they are read. */
let wanted = [];
let readings = 0;

/** Fills the page: the papers that its address names, else those that were picked; the address follows every change. */
export async function compare(place, root, picked) {
  const reading = ++readings;
  const ids = namedPapers() ?? picked.all().map(([id]) => id);
  const read = await Promise.allSettled(ids.slice(0, MOST).map((id) => readPage(root, id)));
  const pages = [...new Map(read.filter((result) => result.status === "fulfilled").map((result) => result.value))];
  // Who removes or adds another paper meanwhile waits for that answer, and not for this one.
  if (reading !== readings) return;
  const present = pages.map(([id]) => id);
  wanted = present;
  // A paper that the index has no more would count as picked for ever, with no button to drop it.
  const gone = ids.filter((_, number) => read[number]?.reason?.message === "404");
  if (gone.some(picked.has)) picked.set(picked.all().filter(([id]) => !gone.includes(id)));
  const show = async (list, next) => {
    wanted = list;
    history.replaceState(null, "", `${location.pathname}?papers=${list.join(",")}`);
    await compare(place, root, picked);
    if (!place.contains(document.activeElement)) place.querySelector(next)?.focus();
  };
  const drop = (id) => {
    picked.set(picked.all().filter(([other]) => other !== id));
    show(wanted.filter((other) => other !== id), ".pi-compare__drop, input");
  };
  const add = (id, title) => {
    const all = [...picked.all().filter(([other]) => other !== id), [id, title]];
    if (all.length <= MOST) picked.set(all);
    show([...wanted, id], ".pi-compare__add input, .pi-compare__drop");
  };
  if (present.length && namedPapers() === null) history.replaceState(null, "", `?papers=${present.join(",")}`);
  const lost = ids.slice(0, MOST).length - pages.length;
  const notes = [
    lost > 0 && `${lost} of the papers named could not be read: ${lost === 1 ? "it is" : "they are"} not in this index, or there is no connection.`,
    ids.length > MOST && `Only the first ${MOST} are shown.`,
    pages.length === 1 && "Pick another paper to compare this one with.",
  ].filter(Boolean);
  const told = element("p", "pi-note", notes.join(" "));
  told.setAttribute("role", "status");
  const parts = [told];
  if (pages.length) parts.push(table(root, pages, drop), element("p", "pi-note pi-compare__address", "The address of this page names the papers: keep it or share it."));
  else parts.push(element("p", "pi-empty", "No papers are picked yet. Cards, search results and papers have a button for it; or find them here."));
  if (pages.length < MOST) parts.push(picker(root, present, add));
  place.replaceChildren(...parts);
}
