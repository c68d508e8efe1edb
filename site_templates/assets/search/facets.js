/* Facets with counts: values of one facet widen the choice, different facets narrow it, excluded values always go. */
import { el } from "./view.js";

const FACETS = { topic: "Topic", kind: "Kind", tag: "Tag", venue: "Venue", org: "Organisation", has: "Available" };
const SHOWN = 8;

export class Facets {
  constructor(changed) {
    this.changed = changed;
    this.included = this.nothing();
    this.excluded = this.nothing();
    this.from = "";
    this.to = "";
    this.unfolded = new Set();
    this.columns = null;
    this.body = el("div", { class: "pi-search-facet-list" });
    this.element = el("details", { class: "pi-search-facets", open: matchMedia("(min-width: 60em)").matches }, el("summary", {}, "Filters"), this.body);
  }

  nothing() {
    return Object.fromEntries(Object.keys(FACETS).map((name) => [name, new Set()]));
  }

  clear() {
    this.included = this.nothing();
    this.excluded = this.nothing();
    this.from = this.to = "";
  }

  chosen() {
    const sets = [...Object.values(this.included), ...Object.values(this.excluded)];
    return Boolean(this.from || this.to) || sets.some((set) => set.size);
  }

  read(state) {
    this.clear();
    for (const name of Object.keys(FACETS)) {
      for (const value of state.getAll(name)) this.included[name].add(value);
      for (const value of state.getAll(`not-${name}`)) this.excluded[name].add(value);
    }
    [this.from, this.to] = /^([0-9]{4})?\.\.([0-9]{4})?$/.exec(state.get("years") ?? "")?.slice(1).map((year) => year ?? "") ?? ["", ""];
  }

  write(state) {
    for (const name of Object.keys(FACETS)) {
      for (const value of this.included[name]) state.append(name, value);
      for (const value of this.excluded[name]) state.append(`not-${name}`, value);
    }
    if (this.from || this.to) state.set("years", `${this.from}..${this.to}`);
  }

  /* What was chosen, each facet with the names of its values: "Kind: method or theory, without survey". */
  inWords() {
    // Papers that no facet narrows are shown before the facets are there.
    if (!this.chosen()) return [];
    const years = [this.from && `from ${this.from}`, this.to && `to ${this.to}`].filter(Boolean).join(" ");
    const facets = Object.entries(FACETS).map(([name, label]) => {
      const known = new Map(this.columns[name].names);
      const named = (values) => [...values].map((value) => known.get(value) ?? value);
      const [wanted, unwanted] = [named(this.included[name]).join(" or "), named(this.excluded[name]).join(", ")];
      const both = [wanted, unwanted && `without ${unwanted}`].filter(Boolean).join(", ");
      return both && `${label}: ${both}`;
    });
    return [years && `Year: ${years}`, ...facets].filter(Boolean);
  }

  async load(store) {
    if (this.columns?.store === store) return;
    const names = [...Object.keys(FACETS), "year"];
    const columns = await store.until(() => names.map((name) => store.facet(name)));
    this.columns = { store, ...Object.fromEntries(names.map((name, place) => [name, columns[place]])) };
  }

  /* Whether a paper passes every facet but `open`, the one whose values are being counted. */
  passes(document, open) {
    for (const name of Object.keys(FACETS)) {
      const { names, rows } = this.columns[name];
      const has = (set) => rows[document].some((value) => set.has(names[value][0]));
      if (this.excluded[name].size && has(this.excluded[name])) return false;
      if (name !== open && this.included[name].size && !has(this.included[name])) return false;
    }
    if (open === "year" || !(this.from || this.to)) return true;
    const year = Number(this.columns.year.names[this.columns.year.rows[document][0]]?.[0]);
    return year >= Number(this.from || 0) && year <= Number(this.to || 9999);
  }

  passing(documents) {
    return this.chosen() ? documents.filter((document) => this.passes(document, null)) : documents;
  }

  counts(documents, name) {
    const { names, rows } = this.columns[name];
    const counts = new Array(names.length).fill(0);
    for (const document of documents) if (this.passes(document, name)) for (const value of rows[document]) counts[value]++;
    return counts;
  }

  show(documents) {
    const focused = document.activeElement?.closest(".pi-search-facets [id]");
    const groups = Object.entries(FACETS).map(([name, label]) => this.group(name, label, documents));
    const clear = el("button", { class: "pi-search-button", type: "button", id: "pi-search-clear", hidden: !this.chosen(), click: () => { this.clear(); this.changed(); } }, "Clear all filters");
    this.body.replaceChildren(...[clear, this.years(documents), ...groups].filter(Boolean));
    if (focused) this.stayAt(focused.id);
  }

  /* The values were drawn anew: whoever was on one stays there. What unfolds a list leads to the first value that it showed. */
  stayAt(id) {
    const same = document.getElementById(id);
    const name = /^pi-search-(.+)-more$/.exec(id)?.[1];
    const first = !same && name && this.body.querySelectorAll(`input[id^="pi-search-${name}-"]`)[SHOWN];
    (same && !same.hidden ? same : first || this.element.querySelector("summary")).focus();
  }

  group(name, label, documents) {
    const { names } = this.columns[name];
    const counts = this.counts(documents, name);
    const picked = (value) => this.included[name].has(value) || this.excluded[name].has(value);
    const numbers = names.map((_, number) => number).filter((number) => counts[number] || picked(names[number][0]));
    if (!numbers.length) return null;
    numbers.sort((one, other) => picked(names[other][0]) - picked(names[one][0]) || counts[other] - counts[one] || one - other);
    const visible = this.unfolded.has(name) ? numbers : numbers.slice(0, SHOWN);
    const hidden = numbers.length - visible.length;
    return el("fieldset", { class: "pi-search-facet" }, el("legend", {}, label),
      el("ul", {}, visible.map((number) => this.value(name, number, names[number], counts[number]))),
      hidden > 0 && el("button", { class: "pi-search-unfold", type: "button", id: `pi-search-${name}-more`, click: () => { this.unfolded.add(name); this.changed(); } }, `${hidden} more`));
  }

  value(name, number, [value, label], count) {
    const id = `pi-search-${name}-${number}`;
    const excluded = this.excluded[name].has(value);
    const toggle = (set, other) => () => {
      if (!set.delete(value)) set.add(value);
      other.delete(value);
      this.changed();
    };
    return el("li", { class: excluded ? "pi-search-value pi-search-excluded" : "pi-search-value" },
      el("input", { type: "checkbox", id, checked: this.included[name].has(value), change: toggle(this.included[name], this.excluded[name]) }),
      el("label", { for: id }, label, " ", el("span", { class: "pi-search-count" }, `(${count})`)),
      el("button", { type: "button", class: "pi-search-not", id: `${id}-not`, "aria-pressed": String(excluded), "aria-label": `Leave out ${label}`, title: `Leave out ${label}`, click: toggle(this.excluded[name], this.included[name]) }, "−"));
  }

  years(documents) {
    const { names } = this.columns.year;
    const counts = this.counts(documents, "year");
    const known = names.map(([value], number) => [value, counts[number]]).filter(([value, count]) => count || value === this.from || value === this.to);
    if (!known.length && !this.from && !this.to) return null;
    known.sort(([one], [other]) => Number(other) - Number(one));
    const choice = (id, label, current, set) =>
      el("div", {}, el("label", { for: id }, label),
        el("select", { id, change: (event) => { set(event.target.value); this.changed(); } },
          el("option", { value: "" }, "any"),
          // An address may name a year of which there is no paper.
          current && !known.some(([value]) => value === current) && el("option", { value: current, selected: true }, current),
          known.map(([value, count]) => el("option", { value, selected: value === current }, `${value} (${count})`))));
    return el("fieldset", { class: "pi-search-facet pi-search-years" }, el("legend", {}, "Year"),
      choice("pi-search-from", "from", this.from, (value) => (this.from = value)),
      choice("pi-search-to", "to", this.to, (value) => (this.to = value)));
  }
}
