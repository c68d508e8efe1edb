/* The results page: its state is the address, so that every view can be shared, reloaded and gone back to. */
import { Search } from "./engine.js";
import { Facets } from "./facets.js";
import { bibtex, csv } from "./exports.js";
import { correctedQuery, el, papers, resultItem, wantedStems } from "./view.js";

const PAGE = 10;
const PAUSE = 120;
const MOST_EXPORTED = 1000;
const SORTS = { relevance: "Best match", newest: "Newest first", oldest: "Oldest first", discussed: "Most discussed" };
const EXAMPLES = ["linear attention", '"is all you need"', "author:vaswani", "diffusion -video", "year:2024..2025 has:code"];

class ResultsPage {
  turn = 0;
  timer = 0;
  shown = PAGE;

  constructor(page) {
    this.page = page;
    this.root = page.dataset.root || "../";
    this.search = new Search(this.root);
    this.facets = new Facets(() => this.change());
    this.build();
    this.listen();
    this.readAddress();
    this.update();
  }

  build() {
    this.input = el("input", { class: "pi-search-input", type: "search", name: "q", id: "pi-search-query", autocomplete: "off", spellcheck: "false" });
    this.sort = el("select", { class: "pi-search-sort", id: "pi-search-sort", change: () => this.change() },
      Object.entries(SORTS).map(([value, label]) => el("option", { value }, label)));
    this.form = el("form", { class: "pi-search-form", role: "search", "aria-label": "Papers" },
      el("label", { class: "pi-search-label", for: "pi-search-query" }, "Search the papers"), this.input,
      el("button", { class: "pi-search-go", type: "submit" }, "Search"));
    this.status = el("p", { class: "pi-search-status", role: "status" });
    this.understood = el("div", { class: "pi-search-understood" });
    this.tools = el("div", { class: "pi-search-tools" },
      el("label", { for: "pi-search-sort" }, "Sort by"), this.sort,
      this.button("Copy BibTeX", () => this.copy(bibtex)), this.button("Save BibTeX", () => this.save(bibtex, "papers.bib", "text/x-bibtex")),
      this.button("Copy CSV", () => this.copy(csv)), this.button("Save CSV", () => this.save(csv, "papers.csv", "text/csv")));
    this.list = el("ol", { class: "pi-search-results", "aria-label": "Results" });
    this.more = this.button("Show more", () => this.showMore());
    this.more.classList.add("pi-search-more");
    this.help = el("div", { class: "pi-search-help" });
    // Until there are results there is nothing to sort, to copy or to show more of.
    this.tools.hidden = this.more.hidden = this.list.hidden = true;
    this.page.replaceChildren(this.form, this.understood, this.status,
      el("div", { class: "pi-search-columns" }, this.facets.element,
        el("div", { class: "pi-search-main" }, this.tools, this.list, this.more, this.help)));
  }

  button(label, click) {
    return el("button", { class: "pi-search-button", type: "button", click }, label);
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(this.timer);
      this.change();
    });
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.change(true), PAUSE);
    });
    addEventListener("popstate", () => {
      this.readAddress();
      this.update();
    });
    document.addEventListener("pi-search", (event) => {
      event.preventDefault();
      this.input.value = event.detail;
      this.change();
    });
  }

  readAddress() {
    const state = new URLSearchParams(location.search);
    this.input.value = state.get("q") ?? "";
    this.sort.value = state.get("sort") in SORTS ? state.get("sort") : "relevance";
    this.shown = Math.max(PAGE, Math.min(1000, Number.parseInt(state.get("n"), 10) || PAGE));
    this.facets.read(state);
  }

  writeAddress(replace) {
    const state = new URLSearchParams();
    if (this.input.value.trim()) state.set("q", this.input.value.trim());
    if (this.sort.value !== "relevance") state.set("sort", this.sort.value);
    if (this.shown > PAGE) state.set("n", this.shown);
    this.facets.write(state);
    const query = state.toString();
    const address = location.pathname + (query ? `?${query}` : "");
    if (address === location.pathname + location.search) return;
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }

  /* Something was typed or chosen: begin again with the first ten. Typing does not fill the history. */
  change(typing = false) {
    this.shown = PAGE;
    this.writeAddress(typing);
    this.update();
  }

  showMore() {
    const first = this.list.children.length;
    this.shown += PAGE;
    this.writeAddress(true);
    this.update().then(() => this.list.children[first]?.querySelector("a")?.focus());
  }

  async update() {
    const turn = ++this.turn;
    const current = () => turn === this.turn;
    this.page.setAttribute("aria-busy", "true");
    try {
      await this.search.ask((store) => this.showAll(store, current));
    } catch (fault) {
      if (current()) this.fail(fault);
    }
    if (current()) this.page.removeAttribute("aria-busy");
  }

  /* Results that no facet narrows come before the facets, which need files of their own. */
  async showAll(store, current) {
    const text = this.input.value;
    const answer = await this.search.answerFrom(store, text);
    if (!current()) return;
    const narrowed = this.facets.chosen();
    if (!narrowed) await this.showPapers(store, answer, answer, text, current);
    await this.facets.load(store);
    if (!current()) return;
    this.facets.show(answer.documents);
    if (narrowed) await this.showPapers(store, answer, answer.only(this.facets.passing(answer.documents)), text, current);
  }

  /* Without words there is nothing to match best: the newest come first. */
  order(text) {
    return this.sort.value === "relevance" && !text.trim() ? "newest" : this.sort.value;
  }

  async sorted(store, answer, text, most) {
    const order = this.order(text);
    if (order === "relevance") return answer.best(most);
    const column = await store.until(() => store.numbers(order === "discussed" ? "discussed" : "date"));
    const sign = order === "oldest" ? 1 : -1;
    // What has no date or no comments comes last, whichever way the rest is sorted.
    const key = (document) => column[document] || (sign > 0 ? Infinity : -1);
    return answer.documents.slice().sort((one, other) => sign * (key(one) - key(other)) || answer.scores[other] - answer.scores[one] || one - other).slice(0, most);
  }

  async showPapers(store, answer, kept, text, current) {
    const documents = await this.sorted(store, kept, text, this.shown);
    const records = await store.until(() => documents.map((document) => store.record(document)));
    if (!current()) return;
    this.kept = { store, kept, text };
    const wanted = wantedStems(answer.plan);
    this.list.replaceChildren(...records.map((record) => resultItem(record, this.root, wanted)));
    // Whoever has a button for papers (reading list, comparing) adds it now.
    document.dispatchEvent(new CustomEvent("pi-papers", { detail: this.list }));
    const total = kept.documents.length;
    this.more.hidden = total <= records.length;
    this.tools.hidden = !total;
    this.list.hidden = !total;
    this.status.textContent = this.counted(answer, kept, text);
    this.explain(answer, text);
    this.help.replaceChildren(...(total ? [] : this.nothingFound(answer, text)));
  }

  counted(answer, kept, text) {
    const total = kept.documents.length;
    if (!text.trim() || answer.complete >= answer.documents.length || kept !== answer) return papers(total);
    if (!answer.complete) return `${papers(total)} with some of the words; none has them all`;
    return `${papers(total)}, ${answer.complete.toLocaleString("en")} of them with all the words`;
  }

  /* How the query was read, and what was looked for instead of a word that no paper has. */
  explain(answer, text) {
    const { words, phrases, excluded, filters, keys } = answer.query;
    const parts = [
      ...answer.plan.slots.map(({ word, corrected }) => [word.field || "word", corrected ? `${corrected} (for ${word.surface})` : word.surface]),
      ...phrases.map((phrase) => [phrase.excluded ? "not in the title" : "in the title", phrase.text]),
      ...excluded.map((word) => ["without", word.surface]),
      ...filters.map((one) => [`${one.excluded ? "not " : ""}${one.field}`, one.value]),
      ...keys.map((key) => [key.endsWith("#") ? "identifier" : "name", key.slice(0, -1)]),
    ];
    const better = correctedQuery(text, answer.plan);
    const plain = !better && !phrases.length && !excluded.length && !filters.length && !keys.length && words.every((word) => !word.field);
    this.understood.replaceChildren(
      ...(better ? [el("p", { class: "pi-search-better" }, "Did you mean ", el("a", { href: `?${new URLSearchParams({ q: better.trim() })}` }, better.trim()), "?")] : []),
      ...(parts.length && !(plain && parts.length < 2)
        ? [el("dl", { class: "pi-search-reading", "aria-label": "How the query was understood" }, parts.map(([kind, value]) => el("div", {}, el("dt", {}, kind), el("dd", {}, value))))]
        : []),
    );
  }

  nothingFound(answer, text) {
    const fewer = text.trim().split(/\s+/).slice(0, -1).join(" ");
    return [
      el("h2", {}, "Nothing found"),
      el("p", {}, "No paper matches everything that was asked for. What often helps:"),
      el("ul", {},
        this.facets.chosen() && el("li", {}, this.button("Clear all filters", () => { this.facets.clear(); this.change(); })),
        fewer && el("li", {}, "Fewer words: ", el("a", { href: `?${new URLSearchParams({ q: fewer })}` }, fewer)),
        el("li", {}, "Look through the ", el("a", { href: `${this.root}topics/` }, "topics"), ", the ", el("a", { href: `${this.root}tags/` }, "tags"), " or ", el("a", { href: `${this.root}papers/` }, "all papers from A to Z"), "."),
        el("li", {}, "Other ways to ask: ", EXAMPLES.flatMap((one, place) => [place ? ", " : "", el("a", { href: `?${new URLSearchParams({ q: one })}` }, one)]))),
    ];
  }

  fail(fault) {
    this.list.replaceChildren();
    this.tools.hidden = this.more.hidden = true;
    const message = fault?.stale !== undefined ? fault.message : "The search could not be completed.";
    this.status.textContent = message;
    this.help.replaceChildren(el("p", {}, "Perhaps the connection failed, or the site was renewed a moment ago. "), this.button("Try again", () => this.update()));
  }

  /* The records of everything found, in the order shown. */
  async everything() {
    const { store, kept, text } = this.kept;
    const documents = await this.sorted(store, kept, text, MOST_EXPORTED);
    return store.until(() => documents.map((document) => store.record(document)));
  }

  async copy(format) {
    try {
      await navigator.clipboard.writeText(format(await this.everything(), this.root));
      this.status.textContent = "Copied.";
    } catch {
      this.status.textContent = "The browser did not allow copying; saving works too.";
    }
  }

  async save(format, name, type) {
    const address = URL.createObjectURL(new Blob([format(await this.everything(), this.root)], { type: `${type};charset=utf-8` }));
    el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    this.status.textContent = `Saved as ${name}.`;
  }
}

const page = document.getElementById("pi-search-page");
if (page) new ResultsPage(page);
