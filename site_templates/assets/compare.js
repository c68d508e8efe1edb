// Papers side by side. Their facts are read off their own pages, so there is no second source that could differ.

const ROWS = [
  ["First version", (page) => [...page.querySelectorAll(".pi-facts time")].slice(0, 1)],
  ["Published", (page) => fact(page, "Published")],
  ["Idea", (page) => parts(page, ".pi-tldr")],
  ["Results", (page) => parts(page, ".pi-results")],
  ["Topics", (page) => [...fact(page, "Topic"), ...fact(page, "Topics")]],
  ["Kind", (page) => fact(page, "Kind")],
  ["Tags", (page) => fact(page, "Tags")],
  ["Links", (page) => parts(page, ".pi-ways")],
];

function parts(page, selector) {
  return [...page.querySelectorAll(selector)];
}

/** What stands beside a name in the list of facts. */
function fact(page, name) {
  const term = [...page.querySelectorAll(".pi-facts dt")].find((element) => element.textContent === name);
  return term ? [...term.nextElementSibling.childNodes] : [];
}

async function readPage(root, id) {
  const address = `${root}papers/${id}/`;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Links are told from their own page; here they are read from another.
  const base = new URL(address, location.href);
  for (const link of page.querySelectorAll("a[href]")) link.setAttribute("href", new URL(link.getAttribute("href"), base).href);
  return page;
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

function table(root, pages, drop) {
  const head = element("tr", "", element("td"), ...pages.map(([id, page]) => titleCell(root, id, page, drop)));
  const rows = ROWS.map(([name, read]) => {
    const cells = pages.map(([, page]) => {
      const found = read(page).map((node) => document.importNode(node, true));
      return element("td", "", ...(found.length ? found : ["–"]));
    });
    const label = element("th", "", name);
    label.scope = "row";
    return element("tr", "", label, ...cells);
  });
  const columns = element("colgroup", "", ...[null, ...pages].map(() => element("col")));
  const whole = element("table", "pi-compare", columns, element("thead", "", head), element("tbody", "", ...rows));
  const scroll = element("div", "pi-scroll", whole);
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "The papers side by side");
  return scroll;
}

/** Fills the page: the papers that its address names (?papers=a,b), else those that were picked. */
export async function compare(place, root, picked) {
  const named = new URLSearchParams(location.search).get("papers");
  const ids = named ? named.split(",").filter((id) => /^[a-z0-9-]+$/.test(id)) : picked.all().map(([id]) => id);
  const read = await Promise.allSettled(ids.slice(0, 5).map(async (id) => [id, await readPage(root, id)]));
  const pages = read.filter((result) => result.status === "fulfilled").map((result) => result.value);
  const drop = (id) => {
    picked.set(picked.all().filter(([other]) => other !== id));
    const left = pages.map(([other]) => other).filter((other) => other !== id);
    history.replaceState(null, "", named ? `?papers=${left.join(",")}` : location.pathname);
    compare(place, root, picked);
  };
  if (!pages.length) {
    place.replaceChildren(element("p", "pi-empty", "No papers are picked yet. Lists have a button for it in each card, papers beside their links."));
    return;
  }
  const told = element("p", "pi-note", pages.length === 1 ? "Pick another paper to compare this one with." : "");
  const link = element("a", "", "A link to this comparison");
  link.href = `?papers=${pages.map(([id]) => id).join(",")}`;
  place.replaceChildren(told, table(root, pages, drop), element("p", "", link));
}
