/* The results page: its state is the address, so that every view can be shared, reloaded and gone back to. */
import { Search } from "./engine.js";
import { Facets } from "./facets.js";
import { bibtex, csv } from "./exports.js";
import { correctedQuery, el, papers, resultItem, wantedStems } from "./view.js";

const PAGE = 10;
const PAUSE = 120;
const MOST_EXPORTED = 1000;
const SORTS = { relevance: "Best match", newest: "Newest first", oldest: "Oldest first", discussed: "Most discussed" };
const SCROLLED = "paperindex.scrolled";
const EXAMPLES = ["linear attention", '"is all you need"', "author:vaswani", "diffusion -video", "year:2024..2025 has:code"];

const canMatch = ({ words, phrases, keys }) => words.length > 0 || phrases.length > 0 || keys.length > 0;

class ResultsPage {
  turn = 0;
  timer = 0;
  /* The turn whose papers are shown. */
  answered = 0;
  copies = 0;
  /* Whether the newest entry of the history is a query that is still being typed. */
  typing = false;
  shown = PAGE;

  constructor(page) {
    this.page = page;
    this.root = page.dataset.root || "../";
    this.name = document.title;
    this.search = new Search(this.root);
    this.facets = new Facets(() => this.change());
    this.build();
    this.listen();
    this.readAddress();
    this.update().then(() => this.scrollBack());
  }

  build() {
    this.input = el("input", { class: "pi-search-input", type: "search", name: "q", id: "pi-search-query", autocomplete: "off", spellcheck: "false" });
    this.sort = el("select", { class: "pi-search-sort", id: "pi-search-sort", change: () => this.sortBy(this.sort.value) },
      Object.entries(SORTS).map(([value, label]) => el("option", { value }, label)));
    this.form = el("form", { class: "pi-search-form", role: "search", "aria-label": "Papers" },
      el("label", { class: "pi-search-label", for: "pi-search-query" }, "Search the papers"), this.input,
      el("button", { class: "pi-search-go", type: "submit" }, "Search"));
    this.status = el("p", { class: "pi-search-status", role: "status" });
    this.understood = el("div", { class: "pi-search-understood" });
    // Paper has neither the field of the query nor the filters: there they are a line of text.
    this.asked = el("p", { class: "pi-search-asked" });
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
    this.page.replaceChildren(this.form, this.understood, this.status, this.asked,
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
      this.change(true);
      this.typing = false;
    });
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.change(true), PAUSE);
    });
    addEventListener("popstate", () => {
      this.typing = false;
      this.readAddress();
      this.update();
    });
    addEventListener("pagehide", () => {
      try {
        sessionStorage.setItem(SCROLLED, JSON.stringify([location.href, scrollY]));
      } catch {
        // Who comes back begins at the top then.
      }
    });
    document.addEventListener("pi-search", (event) => {
      event.preventDefault();
      this.input.value = event.detail;
      // The box of every page asks the whole index, as it does elsewhere.
      this.facets.clear();
      this.sortBy("relevance");
    });
  }

  /* A browser that comes back looks for the place where it was before there are results. */
  scrollBack() {
    const [entry] = performance.getEntriesByType("navigation");
    if (!["reload", "back_forward"].includes(entry?.type)) return;
    try {
      const [address, place] = JSON.parse(sessionStorage.getItem(SCROLLED));
      if (address === location.href && place > scrollY) scrollTo(0, place);
    } catch {
      // Nothing is kept.
    }
  }

  readAddress() {
    const state = new URLSearchParams(location.search);
    this.input.value = state.get("q") ?? "";
    this.sorting = this.sort.value = Object.hasOwn(SORTS, state.get("sort")) ? state.get("sort") : "relevance";
    this.shown = Math.max(PAGE, Math.min(1000, Number.parseInt(state.get("n"), 10) || PAGE));
    this.facets.read(state);
  }

  writeAddress(replace) {
    const state = new URLSearchParams();
    if (this.input.value.trim()) state.set("q", this.input.value.trim());
    if (this.sorting !== "relevance") state.set("sort", this.sorting);
    if (this.shown > PAGE) state.set("n", this.shown);
    this.facets.write(state);
    const query = state.toString();
    const address = location.pathname + (query ? `?${query}` : "");
    if (address === location.pathname + location.search) return;
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }

  /* The address of what is shown with another query. */
  asking(query) {
    const state = new URLSearchParams(location.search);
    state.set("q", query);
    state.delete("n");
    return `?${state}`;
  }

  /* Something was typed or chosen: begin again with the first ten. */
  change(typing = false) {
    this.shown = PAGE;
    const before = location.href;
    // What is typed is one entry of the history, behind that of the query before it.
    this.writeAddress(typing && (this.typing || !location.search));
    this.typing = typing && (this.typing || location.href !== before);
    return this.update();
  }

  async showMore() {
    const first = this.list.children.length;
    this.shown += PAGE;
    this.writeAddress(true);
    await this.update(true);
    this.goTo(this.list.children[first]);
  }

  /* Where a reader goes on whose button is gone: a paper, the button that came instead, or the query. */
  goTo(item = this.list.firstElementChild) {
    const link = this.list.hidden ? null : item?.querySelector("a");
    (this.help.querySelector("button") ?? link ?? this.input).focus();
  }

  /* With `keeps`, or once it is the answer, what is shown stays if no more can be had. */
  async update(keeps = false) {
    const turn = ++this.turn;
    const current = () => turn === this.turn;
    this.page.setAttribute("aria-busy", "true");
    try {
      await this.search.ask((store) => this.showAll(store, current));
    } catch (fault) {
      if (current()) this.fail(fault, keeps || this.answered === turn);
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

  /* What was asked for, in which order it stands, and how much of it where more can be had. */
  inWords(text, query) {
    const some = !this.more.hidden && `the first ${this.list.children.length.toLocaleString("en")} of them`;
    return [text.trim(), ...this.facets.inWords(), SORTS[this.order(query)], some].filter(Boolean).join(" · ");
  }

  sortBy(sorting) {
    this.sorting = this.sort.value = sorting;
    this.change();
  }

  /* Where only filters were asked for there is nothing to match best: the newest come first. */
  order(query) {
    return this.sorting === "relevance" && !canMatch(query) ? "newest" : this.sorting;
  }

  /* The order in which the papers stand, whether it was chosen or not. */
  showOrder(query) {
    this.sort.value = this.order(query);
    this.sort.options[0].disabled = !canMatch(query);
  }

  async sorted(store, answer, most) {
    const order = this.order(answer.query);
    if (order === "relevance") return answer.best(most);
    const column = await store.until(() => store.numbers(order === "discussed" ? "discussed" : "date"));
    const sign = order === "oldest" ? 1 : -1;
    // What has no date or no comments comes last, whichever way the rest is sorted.
    const key = (document) => column[document] || (sign > 0 ? Infinity : -1);
    return answer.documents.slice().sort((one, other) => sign * (key(one) - key(other)) || answer.scores[other] - answer.scores[one] || one - other).slice(0, most);
  }

  async showPapers(store, answer, kept, text, current) {
    const documents = await this.sorted(store, kept, this.shown);
    const records = await store.until(() => documents.map((document) => store.record(document)));
    if (!current()) return;
    this.kept = { store, kept };
    this.answered = this.turn;
    const wanted = wantedStems(answer.plan);
    this.list.replaceChildren(...records.map((record) => resultItem(record, this.root, wanted)));
    // Whoever has a button for papers (reading list, comparing) adds it now.
    document.dispatchEvent(new CustomEvent("pi-papers", { detail: this.list }));
    const total = kept.documents.length;
    this.more.hidden = total <= records.length;
    this.tools.hidden = !total;
    this.list.hidden = !total;
    this.status.textContent = this.counted(answer, kept, text);
    this.showOrder(kept.query);
    this.asked.textContent = this.inWords(text, kept.query);
    // The history, bookmarks and tabs tell searches apart by it.
    document.title = [text.trim(), this.name].filter(Boolean).join(" · ");
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
    const { words, excluded, filters, keys } = answer.query;
    const { phrases } = answer.plan;
    const ofPhrase = ({ excluded, scattered }) => (excluded ? "not in the title" : scattered ? "in no title, so its words" : "in the title");
    const parts = [
      ...answer.plan.slots.map(({ word, corrected }) => [word.field || "word", corrected ? `${corrected} (for ${word.surface})` : word.surface]),
      ...phrases.map((phrase) => [ofPhrase(phrase), phrase.text]),
      ...excluded.map(({ field, text }) => [`without ${field}`.trim(), text]),
      ...filters.map((one) => [`${one.excluded ? "not " : ""}${one.field}`, one.value]),
      ...keys.map((key) => [key.endsWith("#") ? "identifier" : "name", key.slice(0, -1)]),
    ];
    const better = correctedQuery(text, answer.plan);
    const plain = !better && !phrases.length && !excluded.length && !filters.length && !keys.length && words.every((word) => !word.field);
    this.understood.replaceChildren(
      ...(better ? [el("p", { class: "pi-search-better" }, "Did you mean ", el("a", { href: this.asking(better.trim()) }, better.trim()), "?")] : []),
      ...(parts.length && !(plain && parts.length < 2)
        ? [el("dl", { class: "pi-search-reading", "aria-label": "How the query was understood" }, parts.map(([kind, value]) => el("div", {}, el("dt", {}, kind), el("dd", {}, value))))]
        : []),
    );
  }

  nothingFound(answer, text) {
    // What stands in quotes belongs together.
    const fewer = (text.match(/[^\s"]*"[^"]*"?|\S+/g) ?? []).slice(0, -1).join(" ");
    return [
      el("h2", {}, "Nothing found"),
      el("p", {}, "No paper matches everything that was asked for. What often helps:"),
      el("ul", {},
        this.facets.chosen() && el("li", {}, this.button("Clear all filters", () => { this.facets.clear(); this.change().then(() => this.goTo()); })),
        fewer && el("li", {}, "Fewer words: ", el("a", { href: this.asking(fewer) }, fewer)),
        el("li", {}, "Look through the ", el("a", { href: `${this.root}topics/` }, "topics"), ", the ", el("a", { href: `${this.root}tags/` }, "tags"), " or ", el("a", { href: `${this.root}papers/` }, "all papers from A to Z"), "."),
        el("li", {}, "Other ways to ask: ", EXAMPLES.flatMap((one, place) => [place ? ", " : "", el("a", { href: `?${new URLSearchParams({ q: one })}` }, one)]))),
    ];
  }

  fail(fault, keeps) {
    if (!keeps) {
      this.list.replaceChildren();
      this.asked.textContent = "";
    }
    this.tools.hidden = this.list.hidden = !keeps;
    this.more.hidden = true;
    const message = fault?.stale !== undefined ? fault.message : "The search could not be completed.";
    this.status.textContent = message;
    const first = this.list.children.length;
    const again = () => this.update(keeps).then(() => this.goTo(this.list.children[first]));
    this.help.replaceChildren(el("p", {}, "Perhaps the connection failed, or the site was renewed a moment ago. "), this.button("Try again", again));
  }

  /* Everything found, in the order shown, in one text; and how many papers that are. */
  async everything(format) {
    const { store, kept } = this.kept;
    const documents = await this.sorted(store, kept, MOST_EXPORTED);
    const records = await store.until(() => documents.map((document) => store.record(document)));
    return [await format(records, this.root), records.length];
  }

  /* Hands everything found to `take`, and tells what became of it; of another query that is asked meanwhile its own words stay. */
  async export(format, take) {
    const turn = this.turn;
    const tell = (words) => {
      if (turn === this.turn && words) this.status.textContent = words;
    };
    try {
      tell("Reading the papers …");
      const { documents } = this.kept.kept;
      const [text, count] = await this.everything(format);
      const some = documents.length > count ? `: the first ${count.toLocaleString("en")}` : "";
      tell(await take(text, some));
    } catch {
      tell("The papers could not be read: perhaps the connection failed, or the site was renewed a moment ago. Try once more.");
    }
  }

  copy(format) {
    const copy = ++this.copies;
    return this.export(format, async (text, some) => {
      // Another format was wanted since, and the clipboard holds one.
      if (copy !== this.copies) return "";
      try {
        // Outside a secure address a browser has no clipboard at all.
        await navigator.clipboard.writeText(text);
        return `Copied${some}.`;
      } catch {
        return "The browser did not allow copying; saving works too.";
      }
    });
  }

  save(format, name, type) {
    return this.export(format, (text, some) => {
      const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
      el("a", { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
      return `Saved as ${name}${some}.`;
    });
  }
}

const page = document.getElementById("pi-search-page");
if (page) new ResultsPage(page);
