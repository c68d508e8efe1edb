/* The search box: a plain form that becomes a combobox. The engine is fetched when somebody first turns to it. */

const SHOWN = 7;
const PAUSE = 40;
let loading = null;
let count = 0;

/* The engine, the look of results and one open index for all boxes of a page. */
function engine(root) {
  loading ??= Promise.all([import("./engine.js"), import("./view.js")]).then(([{ Search }, view]) => {
    const search = new Search(root);
    return { search, view };
  });
  loading.catch(() => (loading = null));
  return loading;
}

const isAll = (option) => option.classList.contains("pi-search-all");

class Box {
  active = -1;
  options = [];
  asked = 0;
  timer = 0;

  constructor(form) {
    this.form = form;
    this.input = form.querySelector('input[name="q"]');
    this.root = form.dataset.root || "./";
    const id = `pi-search-list-${++count}`;
    this.panel = document.createElement("div");
    this.panel.className = "pi-search-panel";
    this.panel.hidden = true;
    this.list = document.createElement("div");
    this.list.className = "pi-search-list";
    this.list.id = id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Papers found");
    this.note = document.createElement("div");
    this.note.className = "pi-search-note";
    this.live = document.createElement("p");
    this.live.className = "pi-search-live";
    this.live.setAttribute("role", "status");
    this.panel.append(this.note, this.list);
    form.append(this.panel, this.live);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-expanded", "false"],
      ["aria-controls", id],
      ["aria-autocomplete", "list"],
      ["aria-haspopup", "listbox"],
    ]) {
      this.input.setAttribute(name, value);
    }
    this.listen();
  }

  listen() {
    const warm = () => engine(this.root).then(({ search }) => search.open()).catch(() => {});
    this.input.addEventListener("focus", () => {
      warm();
      if (this.input.value.trim() && !this.onResultsPage()) this.update();
    });
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.update(), PAUSE);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget)) this.close();
    });
    // A press on the panel must not take the focus out of the input before the click arrives.
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
    this.form.addEventListener("submit", (event) => {
      this.close();
      const here = new CustomEvent("pi-search", { cancelable: true, detail: this.input.value });
      // The results page takes the query over without leaving the page.
      if (!document.dispatchEvent(here)) event.preventDefault();
    });
  }

  onResultsPage() {
    return document.getElementById("pi-search-page") !== null;
  }

  async update() {
    const text = this.input.value;
    const turn = ++this.asked;
    if (!text.trim()) return this.close();
    try {
      const { search, view } = await engine(this.root);
      const found = await search.find(text, SHOWN);
      if (turn === this.asked) this.show(found, view, text);
    } catch (fault) {
      if (turn === this.asked) this.fail(fault);
    }
  }

  show({ answer, records }, view, text) {
    const { el, marked, named } = view;
    const wanted = view.wantedStems(answer.plan);
    const chosen = this.options[this.active];
    this.options = records.map((record, place) => {
      const paper = named(record);
      return el(
        "a",
        { class: "pi-search-option", role: "option", id: `${this.list.id}-${place}`, href: this.root + paper.address, tabindex: "-1", "aria-selected": "false" },
        el("span", { class: "pi-search-title", ...view.tongue(paper.title) }, marked(paper.title, wanted)),
        el("span", { class: "pi-search-facts" }, [view.authorsLine(paper), paper.date.slice(0, 4), paper.topic].filter(Boolean).join(" · ")),
      );
    });
    const total = answer.documents.length;
    if (total) {
      this.options.push(
        el(
          "a",
          { class: "pi-search-option pi-search-all", role: "option", id: `${this.list.id}-all`, href: `${this.root}search/?q=${encodeURIComponent(text.trim())}`, tabindex: "-1", "aria-selected": "false" },
          total > SHOWN ? `All ${view.papers(total)} and filters` : "Results page with filters",
        ),
      );
    }
    this.list.replaceChildren(...this.options);
    this.list.hidden = !total;
    const better = view.correctedQuery(text, answer.plan);
    this.note.replaceChildren(
      ...(total ? [] : [el("p", {}, "No paper found. Try fewer or other words, or look through the topics.")]),
      ...(better && total ? [el("p", {}, "Also looked for ", el("strong", {}, better.trim()))] : []),
    );
    this.note.hidden = !this.note.childNodes.length;
    // Whoever had already gone to a paper stays on it when later results arrive.
    const same = (option) => chosen.href === option.href || (isAll(chosen) && isAll(option));
    this.active = chosen ? this.options.findIndex(same) : -1;
    this.mark();
    this.open();
    this.announce(total ? `${view.papers(total)} found. Use the arrow keys to choose.` : "No paper found.");
  }

  fail(fault) {
    const text = document.createElement("p");
    text.textContent = fault?.name === "Error" || fault?.stale !== undefined ? fault.message : "The search could not be loaded.";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pi-search-retry";
    button.textContent = "Try again";
    button.addEventListener("click", () => {
      // The button goes; whoever pressed it by keyboard goes on typing.
      this.input.focus();
      this.update();
    });
    this.options = [];
    this.list.replaceChildren();
    this.list.hidden = true;
    this.note.hidden = false;
    this.note.replaceChildren(text, button);
    this.open();
    this.announce(text.textContent);
  }

  announce(text) {
    this.live.textContent = text;
  }

  open() {
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  close() {
    // Results that come later would open over what the reader has gone on to.
    clearTimeout(this.timer);
    this.asked++;
    this.panel.hidden = true;
    this.active = -1;
    this.mark();
    this.input.setAttribute("aria-expanded", "false");
    this.live.textContent = "";
  }

  mark() {
    this.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.active)));
    const chosen = this.options[this.active];
    if (chosen) {
      this.input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  move(step) {
    const size = this.options.length + 1;
    this.active = ((this.active + 1 + step + size) % size) - 1;
    this.mark();
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.panel.hidden) this.update();
      else this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !this.panel.hidden && this.options[this.active]) {
      event.preventDefault();
      this.options[this.active].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this.panel.hidden) this.input.value = "";
      this.close();
    }
  }
}

const writable = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

function start() {
  const forms = document.querySelectorAll("form[data-pi-search]:not([data-pi-ready])");
  for (const form of forms) {
    form.dataset.piReady = "";
    new Box(form);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writable(event.target)) return;
  const inputs = [...document.querySelectorAll("form[data-pi-search] input[name=q]")];
  const visible = inputs.find((input) => input.offsetParent !== null) ?? inputs[0];
  if (!visible) return;
  event.preventDefault();
  visible.focus();
  visible.select();
});

start();
