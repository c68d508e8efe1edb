/* The page of the reading list. Whatever comes from the store or a file enters the page as text. */
import { bringIn } from "./bring-in.js";
import { tell, warn } from "./buttons.js";
import { backup, FORMATS, fragment, idsInFragment, joined, markdown } from "./exchange.js";
import { aliasesOf, eachOf, factsOf, inWords, lookUp, NotReached, reference } from "./facts.js";
import { bothNotes, LONGEST_NOTE, TROUBLES } from "./store.js";

const LONG_LINK = 1900;
const PAUSE = 600;

const SHOWN = {
  unread: ["To read", ([, entry]) => !entry.read],
  read: ["Read", ([, entry]) => entry.read > 0],
  all: ["All", () => true],
};
const byTitle = ([one, a], [other, b]) => (a.title || one).localeCompare(b.title || other, "en") || (one < other ? -1 : 1);
const SORTS = {
  saved: ["Saved last", (one, other) => other[1].saved - one[1].saved || byTitle(one, other)],
  oldest: ["Saved first", (one, other) => one[1].saved - other[1].saved || byTitle(one, other)],
  published: ["Newest paper", (one, other) => (other[1].date > one[1].date) - (other[1].date < one[1].date) || byTitle(one, other)],
  title: ["Title", byTitle],
};

/* An element; a function among the attributes listens, true sets an attribute without a value. */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  return fill(made, ...children);
}

/* Gives an element these children, without those that a condition left out. */
function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child != null && child !== false && child !== ""));
  return element;
}

const counted = (count) => `${count} paper${count === 1 ? "" : "s"}`;
const day = (date) => {
  const [year, month, number] = date.split("-");
  const name = month && new Date(Date.UTC(2000, Number(month) - 1)).toLocaleString("en-GB", { month: "long", timeZone: "UTC" });
  return [number && String(Number(number)), name, year].filter(Boolean).join(" ");
};

/* The page's address for others: opened from a disk, that is its address on the web where it has one. */
function publicAddress() {
  const canonical = document.querySelector('link[rel="canonical"]')?.href;
  return (location.protocol === "file:" && canonical) || location.href.split("#")[0];
}

export class ReadingPage {
  items = new Map();
  taken = [];
  show = "all";
  sort = "saved";

  constructor(page, list, root) {
    this.page = page;
    this.list = list;
    this.root = root;
    this.base = new URL(root, publicAddress()).href;
    this.recall(history.state ?? {});
    this.build();
    document.addEventListener("pi-list", () => this.update());
    addEventListener("hashchange", () => this.offerShared());
    // Whoever closes the page, or turns to another one, in the midst of a note expects to find it again.
    addEventListener("pagehide", () => this.keepNotes());
    document.addEventListener("visibilitychange", () => document.hidden && this.keepNotes());
    this.update();
    this.offerShared();
    this.refresh();
  }

  build() {
    this.trouble = el("p", { class: "pi-status", role: "status", hidden: true });
    this.shared = el("section", { class: "pi-shared", "aria-label": "Shared with you", hidden: true });
    this.undo = el("div", { class: "pi-undo", hidden: true });
    this.counts = {};
    this.tools = el("div", { class: "pi-filters pi-list-tools" }, this.shownChoice(), this.sortChoice());
    this.ol = el("ol", { class: "pi-saved-list", "aria-label": "Saved papers" });
    this.empty = el("div", { class: "pi-empty" });
    this.page.replaceChildren(this.trouble, this.shared, this.tools,
      el("div", { class: "pi-list-columns" }, el("div", {}, this.undo, this.ol, this.empty), el("div", {}, this.takeAlong(), this.bringBack())));
  }

  /* Who goes back to the page finds what was chosen: it is kept with this entry of the history. */
  recall({ show, sort }) {
    if (Object.hasOwn(SHOWN, show)) this.show = show;
    if (Object.hasOwn(SORTS, sort)) this.sort = sort;
  }

  choose(choice) {
    Object.assign(this, choice);
    history.replaceState({ show: this.show, sort: this.sort }, "");
    this.update();
  }

  shownChoice() {
    const options = Object.entries(SHOWN).map(([name, [label]]) => {
      this.counts[name] = el("span", { class: "pi-count" });
      const choose = () => this.choose({ show: name });
      return el("label", { class: "pi-chip" },
        el("input", { type: "radio", name: "shown", value: name, checked: name === this.show, change: choose }), el("span", {}, label, " ", this.counts[name]));
    });
    return el("fieldset", { class: "pi-filter" }, el("legend", { class: "pi-filter__name" }, "Show"), options);
  }

  sortChoice() {
    const select = el("select", { id: "pi-list-sort", change: () => this.choose({ sort: select.value }) },
      Object.entries(SORTS).map(([value, [label]]) => el("option", { value, selected: value === this.sort }, label)));
    return el("div", { class: "pi-filter" }, el("label", { for: "pi-list-sort" }, "Sort by"), select);
  }

  takeAlong() {
    const notes = el("input", { type: "checkbox", id: "pi-list-notes", checked: true });
    this.notes = notes;
    // A lean site has fewer files of references; what the page writes by itself is always there.
    const wanted = this.page.dataset.formats?.split(" ");
    const offered = Object.entries(FORMATS).filter(([format, { ending }]) => !ending || !wanted || wanted.includes(format));
    const references = offered.filter(([, { ending }]) => ending).map(([, { label }]) => label);
    this.saves = offered.map(([format, { label }]) =>
      el("li", {}, el("button", { class: "pi-way pi-i-download", type: "button", "data-format": format, click: () => this.save(format) }, label)));
    this.linkField = el("input", { class: "pi-link-field", id: "pi-list-link", readonly: true, hidden: true, "aria-label": "Link to these papers" });
    this.told = el("p", { class: "pi-note", role: "status" });
    this.along = el("section", { class: "pi-along" }, el("h2", {}, "Take the list along"),
      el("p", {}, `The papers that the list shows, as a file that your browser writes itself. ${inWords(references)} ${references.length > 1 ? "are" : "is"} for reference managers; Markdown keeps what is read and your notes; the last one holds everything.`),
      el("p", {}, el("label", { class: "pi-check", for: "pi-list-notes" }, notes, " with my notes")),
      el("ul", { class: "pi-ways" }, this.saves),
      el("h2", {}, "Share"),
      el("p", {}, "A link that names the papers that the list shows. Notes and what you have read stay here; the names stand behind the # of the link, which browsers send to nobody."),
      el("p", {}, el("button", { class: "pi-way pi-i-copy", type: "button", click: () => this.share() }, "Copy the link")),
      this.linkField, this.told);
    return this.along;
  }

  bringBack() {
    const file = el("input", { type: "file", id: "pi-list-file", accept: ".json,.bib,.ris,.md,.txt,application/json,text/plain,text/markdown", change: () => this.readFile(file) });
    const text = el("textarea", { id: "pi-list-text", rows: 3, spellcheck: "false" });
    this.brought = el("div", { class: "pi-brought", role: "status" });
    return el("section", { class: "pi-bring" }, el("h2", {}, "Bring papers in"),
      el("p", {}, "From a file of this page, or a BibTeX, RIS or CSL-JSON file of your own: the papers of it that are in this index are put on the list. Nothing on the list is lost, and the file stays with you."),
      el("p", { class: "pi-field" }, el("label", { for: "pi-list-file" }, "A file"), file),
      el("p", { class: "pi-field" }, el("label", { for: "pi-list-text" }, "Or a link, or text to paste"), text),
      el("p", {}, el("button", { class: "pi-way", type: "button", click: () => this.bring(text.value).then((done) => done && (text.value = "")) }, "Put on the list")),
      this.brought);
  }

  /* ---- what is shown ---- */

  chosen() {
    const entries = [...this.list.papers()].filter(SHOWN[this.show][1]);
    return entries.sort(SORTS[this.sort][1]);
  }

  update() {
    const entries = this.chosen();
    const all = [...this.list.papers()];
    for (const [name, [, fits]] of Object.entries(SHOWN)) this.counts[name].textContent = String(all.filter(fits).length);
    for (const id of [...this.items.keys()]) if (!this.list.has(id)) this.items.delete(id);
    const left = this.arrange(entries.map(([id, entry]) => this.item(id, entry)));
    this.tools.hidden = !all.length;
    this.along.hidden = !entries.length;
    this.empty.hidden = entries.length > 0;
    this.empty.replaceChildren(...this.nothing(all.length));
    const trouble = this.list.trouble;
    this.trouble.hidden = !trouble;
    this.trouble.textContent = trouble ? TROUBLES[trouble] : "";
    document.dispatchEvent(new CustomEvent("pi-papers", { detail: this.ol }));
    if (left) (left.isConnected ? left : this.tools.querySelector("input:checked"))?.focus();
  }

  /* Shows these items and moves only what must: a field somebody is writing in keeps its place and its focus.
     Where the focus was in an item that is shown no longer, as when a paper to read becomes one that is read,
     the same control of the next item is returned, or the choice of what is shown. */
  arrange(wanted) {
    const held = this.ol.contains(document.activeElement) ? document.activeElement : null;
    const place = held && [...this.ol.children].indexOf(held.closest(".pi-saved"));
    for (const one of [...this.ol.children]) if (!wanted.includes(one)) one.remove();
    wanted.forEach((one, at) => this.ol.children[at] !== one && this.ol.insertBefore(one, this.ol.children[at] ?? null));
    if (!held || document.activeElement === held) return null;
    if (held.isConnected) return held;
    return this.ol.children[Math.min(place, wanted.length - 1)]?.querySelector("input") ?? this.tools.querySelector("input:checked");
  }

  nothing(total) {
    if (total) return [el("p", {}, this.show === "unread" ? "Everything on the list is read." : "Nothing here is marked as read yet.")];
    return [
      el("p", {}, "Nothing is saved yet. Cards, search results and papers have a button with a bookmark for it."),
      el("p", {}, "Where to begin: ", el("a", { href: `${this.root}topics/` }, "topics"), ", ", el("a", { href: `${this.root}new/` }, "what is new"), " or ", el("a", { href: `${this.root}search/` }, "the search"), "."),
    ];
  }

  item(id, entry) {
    if (!this.items.has(id)) this.items.set(id, new Item(this, id, entry));
    const item = this.items.get(id);
    item.show(entry);
    return item.element;
  }

  keepNotes() {
    for (const item of this.items.values()) item.keep();
  }

  /* The focus goes to what stands above the list, or to where an empty list sends its reader. */
  focusOnList() {
    (this.tools.hidden ? this.empty.querySelector("a") : this.tools.querySelector("input:checked"))?.focus();
  }

  /* Former ids become present ones, and papers saved without their facts get them. */
  async refresh() {
    this.list.rename(await aliasesOf(this.root));
    const bare = [...this.list.papers()].filter(([, entry]) => !entry.by || !entry.date).map(([id]) => id);
    const learnt = await eachOf(bare, async (id) => [id, await factsOf(this.root, id).catch(() => undefined)]);
    this.list.learn(Object.fromEntries(learnt.filter(([, facts]) => facts)));
    for (const [id, facts] of learnt) if (facts === null) this.items.get(id)?.gone();
  }

  /* ---- removing ---- */

  remove(id) {
    const title = this.list.get(id)?.title || id;
    const next = this.items.get(id)?.element.nextElementSibling;
    const taken = this.list.remove([id]);
    if (!taken.length) return;
    this.taken = taken;
    const button = el("button", { class: "pi-way", type: "button", click: () => this.bringTaken() }, "Undo");
    const dismiss = el("button", { class: "pi-way pi-way--quiet", type: "button", click: () => this.closeUndo(next) }, "Close");
    this.undo.replaceChildren(el("p", { role: "status" }, `Removed: ${title}`), button, dismiss);
    this.undo.hidden = false;
    // Whoever pressed Remove stands on nothing now: the way back is the nearest place.
    button.focus();
  }

  closeUndo(next) {
    this.undo.hidden = true;
    if (next?.isConnected) next.querySelector("a").focus();
    else this.focusOnList();
  }

  bringTaken() {
    const [[id]] = this.taken;
    if (!this.list.merge(this.taken)) return;
    this.undo.hidden = true;
    if (!this.items.get(id)?.element.isConnected) return;
    this.items.get(id).element.querySelector("a").focus();
    tell("Back on the list");
  }

  /* ---- files and links ---- */

  async content(format) {
    const papers = this.chosen();
    if (format === "json") return backup(papers);
    if (format === "md") return markdown(papers, this.base, this.notes.checked);
    const references = await eachOf(papers, ([id]) => reference(this.root, id, FORMATS[format].ending));
    this.left = papers.filter((_, place) => references[place] === null).map(([id, entry]) => entry.title || id);
    return joined(format, papers, references, this.notes.checked);
  }

  async save(format) {
    this.left = [];
    let content;
    try {
      content = await this.content(format);
    } catch (fault) {
      if (!(fault instanceof NotReached)) throw fault;
      this.told.textContent = "Some references could not be reached. Try again with a connection; Markdown and the last format work without.";
      return;
    }
    const { name, type } = FORMATS[format];
    const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
    el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    this.told.textContent = `Saved as ${name}.${this.left.length ? ` Without ${this.left.join("; ")}: this index has no reference for it.` : ""}`;
  }

  async share() {
    const link = `${publicAddress()}${fragment(this.chosen().map(([id]) => id))}`;
    const long = link.length > LONG_LINK ? ` It has ${link.length} characters, which some programs cut: check that it arrives whole.` : "";
    this.linkField.value = link;
    this.linkField.hidden = false;
    try {
      await navigator.clipboard.writeText(link);
      this.told.textContent = `Copied.${long}`;
    } catch {
      this.linkField.select();
      this.told.textContent = `Copy the link from the field.${long}`;
    }
  }

  /* Papers that came with the page's address are shown; only their reader puts them on the list. */
  async offerShared() {
    const ids = idsInFragment(location.hash);
    this.shared.hidden = !ids.length;
    if (!ids.length) return;
    fill(this.shared, el("p", {}, "Looking at the papers of this link…"));
    let found = ids.map((id) => ({ id, now: id, facts: undefined }));
    try {
      found = await lookUp(this.root, ids);
    } catch (fault) {
      if (!(fault instanceof NotReached)) throw fault;
    }
    if (idsInFragment(location.hash).join() === ids.join()) this.showShared(found);
  }

  showShared(found) {
    const here = found.filter(({ facts }) => facts !== null);
    const fresh = here.filter(({ now }) => !this.list.has(now));
    const unknown = found.length - here.length;
    const rows = here.map(({ now, facts }) =>
      el("li", {}, el("a", { href: `${this.root}papers/${now}/` }, facts?.title ?? now), facts?.by ? ` — ${facts.by}` : "", this.list.has(now) ? " (on your list)" : ""));
    const add = el("button", { class: "pi-way", type: "button", click: () => this.acceptShared(fresh) }, fresh.length === here.length ? `Put ${counted(fresh.length)} on my list` : `Put the other ${fresh.length === 1 ? "one" : fresh.length} on my list`);
    const close = el("button", { class: "pi-way pi-way--quiet", type: "button", click: () => this.closeShared() }, fresh.length ? "Not now" : "Close");
    fill(this.shared,
      el("h2", {}, `Shared with you: ${counted(here.length)}`),
      el("ul", {}, rows),
      unknown > 0 && el("p", { class: "pi-note" }, `${counted(unknown)} of the link ${unknown === 1 ? "is" : "are"} not in this index.`),
      el("p", { class: "pi-ways" }, fresh.length > 0 && add, close));
  }

  acceptShared(fresh) {
    const now = Date.now();
    const done = this.list.merge(fresh.map(({ now: id, facts }, place) => [id, { title: "", by: "", date: "", note: "", read: 0, ...facts, saved: now - place }]));
    if (!done) return warn(TROUBLES[this.list.trouble]);
    this.closeShared();
    tell(`${counted(fresh.length)} put on the list`);
  }

  closeShared() {
    history.replaceState(history.state, "", location.pathname + location.search);
    this.shared.hidden = true;
    this.focusOnList();
  }

  async readFile(field) {
    const [file] = field.files;
    if (file) await this.bring(await file.text());
    field.value = "";
  }

  async bring(text) {
    fill(this.brought, el("p", {}, "Reading…"));
    const { entries, unknown, missed, total } = await bringIn(this.root, text, Date.now());
    if (!total) {
      fill(this.brought, el("p", {}, "No papers were found in that: it is no link of this page and none of the formats above."));
      return false;
    }
    const fresh = entries.filter(([id]) => !this.list.has(id)).length;
    if (!this.list.merge(entries)) {
      fill(this.brought, el("p", {}, TROUBLES[this.list.trouble]));
      return false;
    }
    const known = entries.length - fresh;
    fill(this.brought,
      el("p", {}, `${counted(fresh)} put on the list${known ? `, ${known} ${known === 1 ? "was" : "were"} on it already` : ""}${unknown.length ? `, ${unknown.length} not in this index:` : "."}`),
      unknown.length > 0 && el("ul", {}, unknown.map((name) => el("li", {}, name))),
      missed.length > 0 && el("p", {}, "The search could not be reached, so these were not looked for; try again with a connection:"),
      missed.length > 0 && el("ul", {}, missed.map((name) => el("li", {}, name))));
    this.refresh();
    // What is to be tried again stays in the field.
    return !missed.length;
  }
}

/* One saved paper. */
class Item {
  timer = 0;
  shown = "";

  constructor(page, id, entry) {
    this.page = page;
    this.id = id;
    this.link = el("a", { href: `${page.root}papers/${id}/` });
    this.by = el("p", { class: "pi-saved__by" });
    this.read = el("input", { type: "checkbox", change: () => page.list.edit(id, { read: this.read.checked ? Date.now() : 0 }) });
    this.note = el("textarea", { rows: 3, maxlength: LONGEST_NOTE, input: () => this.later(), change: () => this.keep() });
    // Paper has no field to scroll in and nothing to unfold: there the note is text.
    this.printed = el("p", { class: "pi-saved__printed", dir: "auto" });
    this.noteHead = el("summary", {}, "Note");
    this.noteBox = el("details", { class: "pi-saved__note", open: Boolean(entry.note) }, this.noteHead, this.note);
    this.compare = el("button", { class: "pi-way pi-way--quiet pi-i-compare", type: "button", "data-pi-pick": id }, "Compare");
    this.remove = el("button", { class: "pi-way pi-way--quiet", type: "button", click: () => page.remove(id) }, "Remove");
    this.element = el("li", { class: "pi-saved" },
      el("h2", { class: "pi-saved__title" }, this.link), this.by,
      el("div", { class: "pi-saved__ways" },
        el("label", { class: "pi-check" }, this.read, " Read"),
        this.compare, this.remove),
      this.noteBox, this.printed);
  }

  /* Controls of different papers are told apart by name; a paper that came by its id has its title only later. */
  call(title) {
    this.link.textContent = this.compare.dataset.piTitle = title;
    const names = [[this.read, "Read: "], [this.note, "Note on "], [this.noteHead, "Note: "], [this.compare, "Compare: "], [this.remove, "Remove "]];
    for (const [control, before] of names) control.setAttribute("aria-label", before + title);
  }

  show(entry) {
    this.call(entry.title || this.id);
    this.link.dir = "auto";
    this.by.textContent = [entry.by, entry.date && day(entry.date)].filter(Boolean).join(" · ");
    this.read.checked = entry.read > 0;
    this.element.classList.toggle("pi-saved--read", entry.read > 0);
    // Another tab may have changed the note; what is being written here is not taken away for it.
    if (!this.written() && entry.note !== this.stored) this.fill(entry.note);
  }

  fill(note) {
    this.stored = note;
    this.note.value = note;
    // The field has its own ends of lines.
    this.shown = this.printed.textContent = this.note.value;
    if (note) this.noteBox.open = true;
  }

  /* Whether the field says something that the list does not have yet. */
  written() {
    return this.note.value !== this.shown;
  }

  gone() {
    if (this.lost) return;
    this.lost = el("p", { class: "pi-note" }, "This paper is no longer in the index. It stays on your list until you remove it.");
    this.by.after(this.lost);
  }

  later() {
    this.printed.textContent = this.note.value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  keep() {
    clearTimeout(this.timer);
    const { list } = this.page;
    if (!this.written() || !list.has(this.id)) return;
    const { note: before } = list.get(this.id);
    // Where two tabs wrote at once, both notes stay.
    const note = before === this.stored ? this.note.value : bothNotes(this.note.value, before);
    if (!list.edit(this.id, { note })) return warn(TROUBLES[list.trouble]);
    this.stored = list.get(this.id).note;
    if (this.note.value === this.stored) this.shown = this.stored;
    else this.fill(this.stored);
  }
}
