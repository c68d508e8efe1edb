// What pages do beyond HTML: the switch of colours, filters on shelves, copying, and picking papers to compare.
// Each part looks for its own marks in the page and rests where there are none.

const root = document.querySelector("form[data-pi-search]")?.dataset.root ?? "./";
// Two indexes on one host have one store; each keeps to its own path.
const place = new URL(root, location.href).pathname;
const MOST_COMPARED = 5;

/** A value kept in this browser; what cannot be read or kept counts as absent. */
export const kept = {
  read(name, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(`paperindex.${name}:${place}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  /** Whether it was kept: a store may be full or closed. */
  write(name, value) {
    try {
      localStorage.setItem(`paperindex.${name}:${place}`, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
};

/** Tells those who do not see the page what just happened. */
function tell(text) {
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

/** Tells everybody what did not happen: who pressed a button and sees nothing change wonders. The reading list has the place for it. */
function warn(text) {
  document.dispatchEvent(new CustomEvent("pi-warning", { detail: text }));
}

/** Once more whenever something kept may be another: it was changed on another page, or the browser came back to this one. */
function again(show) {
  addEventListener("storage", show);
  addEventListener("pageshow", (event) => event.persisted && show());
}

const SCHEMES = [["", "as the system"], ["light", "light"], ["dark", "dark"]];

function switchScheme() {
  const button = document.querySelector("[data-pi-scheme]");
  if (!button) return;
  const page = document.documentElement;
  const label = () => {
    const [, words] = SCHEMES.find(([name]) => name === (page.dataset.scheme ?? "")) ?? SCHEMES[0];
    button.setAttribute("aria-label", `Colours: ${words}`);
    button.title = `Colours: ${words}`;
  };
  const show = (scheme) => {
    if (scheme) page.dataset.scheme = scheme;
    else delete page.dataset.scheme;
    label();
  };
  button.addEventListener("click", () => {
    const now = SCHEMES.findIndex(([name]) => name === (page.dataset.scheme ?? ""));
    const [next] = SCHEMES[(now + 1) % SCHEMES.length];
    try {
      if (next) localStorage.setItem("paperindex.scheme", next);
      else localStorage.removeItem("paperindex.scheme");
    } catch {
      // The choice holds for this page then.
    }
    show(next);
    tell(button.title);
  });
  again(() => {
    try {
      const chosen = localStorage.getItem("paperindex.scheme") ?? "";
      if (SCHEMES.some(([name]) => name === chosen)) show(chosen);
    } catch {
      // Nothing is kept; the page stays as it is.
    }
  });
  label();
  button.hidden = false;
}

function filterShelf() {
  const filters = document.querySelector("[data-pi-filters]");
  const shelf = document.querySelector(".pi-shelf");
  if (!filters || !shelf) return;
  const years = [...filters.querySelectorAll("[data-pi-year][href^='#']")];
  const told = filters.querySelector("[data-pi-told]");
  const cards = [...shelf.querySelectorAll(".pi-card")];
  // Kept with this entry of the history, for who goes back to it; a choice of kind the browser remembers by itself.
  let year = years.some((link) => link.dataset.piYear === history.state?.year) ? history.state.year : "";
  const apply = () => {
    const kind = filters.querySelector("input[name=kind]:checked")?.value ?? "";
    let shown = 0;
    for (const card of cards) {
      const fits = (!kind || card.dataset.kind === kind) && (!year || card.dataset.year === year);
      card.parentElement.hidden = !fits;
      shown += fits;
    }
    for (const group of shelf.querySelectorAll(".pi-group")) {
      group.hidden = !group.querySelector("li:not([hidden]) > .pi-card");
    }
    for (const link of years) {
      if (link.dataset.piYear === year) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    told.textContent = kind || year ? `${shown} of ${cards.length} papers` : "";
  };
  for (const link of years) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      year = year === link.dataset.piYear ? "" : link.dataset.piYear;
      history.replaceState({ year }, "");
      apply();
    });
  }
  filters.addEventListener("change", apply);
  apply();
  // Some browsers set the kind that was chosen only now, after the scripts.
  addEventListener("pageshow", apply);
}

function copyTexts() {
  for (const button of document.querySelectorAll("[data-pi-copy]")) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.piCopy);
      let done = "Copied";
      try {
        await navigator.clipboard.writeText(text.innerText.trim());
      } catch {
        getSelection().selectAllChildren(text);
        done = "Selected, for the browser does not allow copying";
      }
      [button.textContent] = done.split(",");
      tell(done);
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
  }
}

/** The papers picked for comparing, as [id, title]. */
export const picked = {
  all() {
    const pairs = kept.read("compare", []);
    return Array.isArray(pairs) ? pairs.filter((pair) => Array.isArray(pair) && /^[a-z0-9-]+$/.test(pair[0])) : [];
  },
  has: (id) => picked.all().some(([other]) => other === id),
  set(pairs) {
    const done = kept.write("compare", pairs);
    showPicked();
    return done;
  },
  toggle(id, title) {
    const others = picked.all().filter(([other]) => other !== id);
    const drops = others.length < picked.all().length;
    if (!drops && others.length >= MOST_COMPARED) return warn(`${MOST_COMPARED} papers are the most to compare.`);
    const done = picked.set(drops ? others : [...others, [id, title]]);
    if (done) tell(`${drops ? "Dropped" : "Picked"}: ${title}`);
    else warn("This browser keeps nothing for this site, so no paper can be picked.");
  },
};

function showPicked() {
  const count = picked.all().length;
  const link = document.querySelector("[data-pi-picked]");
  if (link) {
    link.hidden = !count;
    // On a phone an icon stands for the word, which is still the link's name.
    const word = document.createElement("span");
    word.className = "pi-picked__word";
    word.textContent = "Compare ";
    link.replaceChildren(word, String(count));
  }
  for (const button of document.querySelectorAll("[data-pi-pick]")) {
    button.setAttribute("aria-pressed", String(picked.has(button.dataset.piPick)));
  }
}

/** The place for buttons in a card or a search result; the reading list puts its own there too. */
function marksOf(item) {
  const found = item.querySelector(".pi-marks");
  if (found) return found;
  const foot = item.querySelector(".pi-card__foot");
  const marks = document.createElement(foot ? "li" : "div");
  marks.className = "pi-marks";
  (foot ?? item).append(marks);
  return marks;
}

function addPickButtons(scope) {
  for (const item of scope.querySelectorAll(".pi-card, .pi-search-result")) {
    const link = item.querySelector("h2 a[href], h3 a[href]");
    const id = link?.getAttribute("href").match(/papers\/([a-z0-9-]+)\/(?:index\.html)?$/)?.[1];
    if (!id || item.querySelector("[data-pi-pick]")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pi-pick";
    button.dataset.piPick = id;
    button.setAttribute("aria-label", `Compare: ${link.textContent}`);
    button.title = "Pick for comparing";
    marksOf(item).append(button);
  }
  for (const button of scope.querySelectorAll("[data-pi-pick]")) {
    // A lean page leaves it to its heading what the paper is called.
    const title = button.dataset.piTitle ?? (button.hidden ? document.querySelector("h1").textContent.trim() : "");
    button.hidden = false;
    if (title) button.setAttribute("aria-label", `Compare: ${title}`);
  }
}

function offerPicking() {
  addPickButtons(document);
  document.addEventListener("pi-papers", (event) => {
    addPickButtons(event.detail);
    showPicked();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-pi-pick]");
    if (button) picked.toggle(button.dataset.piPick, button.getAttribute("aria-label").replace("Compare: ", ""));
  });
  again(showPicked);
  showPicked();
}

/** Where a part of the search could not be fetched its page would stay empty. */
function missSearch() {
  const page = document.getElementById("pi-search-page");
  addEventListener("load", () => {
    if (!page || page.querySelector("form")) return;
    const told = document.createElement("p");
    told.setAttribute("role", "alert");
    told.textContent = "The search could not be loaded: perhaps the connection failed. ";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pi-search-button";
    button.textContent = "Try again";
    button.addEventListener("click", () => location.reload());
    page.append(told, button);
  });
}

switchScheme();
filterShelf();
copyTexts();
offerPicking();
missSearch();

if (document.getElementById("pi-compare")) {
  const { compare } = await import(new URL(document.getElementById("pi-compare").dataset.script, location.href).href);
  compare(document.getElementById("pi-compare"), root, picked);
}
