/* The reading list as this browser keeps it: one text under one key of localStorage, nothing anywhere else.

   Every change reads what is stored, changes it and writes it at once, so tabs do not overwrite each other. What
   cannot be stored is said (`trouble`), and what cannot be read is put aside, never thrown away. */

const VERSION = 1;
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LONGEST_ID = 80;
const MOST_STEPS = 20;
export const LONGEST_NOTE = 5000;

export const isId = (text) => typeof text === "string" && text.length <= LONGEST_ID && ID.test(text);

const text = (value, longest) => (typeof value === "string" ? value.slice(0, longest) : "");
const moment = (value) => (Number.isFinite(value) && value > 0 ? Math.floor(value) : 0);

/* An entry with all its fields, whatever was given. `saved` and `read` are times in milliseconds, 0 for not. */
export function entryFrom(given) {
  const { title, by, date, note, saved, read } = given ?? {};
  return {
    title: text(title, 600),
    by: text(by, 300),
    date: text(date, 10),
    note: text(note, LONGEST_NOTE),
    saved: moment(saved),
    read: moment(read),
  };
}

/* Two notes on one paper: both, unless one says it all. */
export function bothNotes(mine, other) {
  if (mine.includes(other)) return mine;
  return other.includes(mine) ? other : `${mine}\n\n${other}`.slice(0, LONGEST_NOTE);
}

/* One entry out of two; nothing of either is lost. */
function merged(mine, other) {
  const times = [mine.saved, other.saved].filter(Boolean);
  return {
    title: mine.title || other.title,
    by: mine.by || other.by,
    date: mine.date || other.date,
    note: bothNotes(mine.note, other.note),
    saved: times.length ? Math.min(...times) : 0,
    read: Math.max(mine.read, other.read),
  };
}

export class ReadingList {
  /* Why the list may not last: "", "full", "blocked", "damaged" or "newer". */
  trouble = "";
  memory = null;
  known = { raw: undefined, papers: new Map() };

  /* `base` is the site's path on its host: two indexes on one host have two lists. */
  constructor(base) {
    this.key = `paperindex.list:${base}`;
    addEventListener("storage", (event) => {
      if (event.key === this.key || event.key === null) this.changed();
    });
  }

  changed() {
    document.dispatchEvent(new CustomEvent("pi-list"));
  }

  raw() {
    if (this.memory !== null) return this.memory;
    try {
      return localStorage.getItem(this.key);
    } catch {
      this.trouble = "blocked";
      return null;
    }
  }

  /* The papers by id, as they are stored now. */
  papers() {
    const raw = this.raw();
    if (raw !== this.known.raw) this.known = { raw, papers: this.parsed(raw) };
    return this.known.papers;
  }

  parsed(raw) {
    if (["damaged", "newer"].includes(this.trouble)) this.trouble = "";
    if (!raw) return new Map();
    try {
      const stored = JSON.parse(raw);
      if (stored.version > VERSION) this.trouble = "newer";
      return new Map(Object.entries(stored.papers).filter(([id]) => isId(id)).map(([id, entry]) => [id, entryFrom(entry)]));
    } catch {
      this.trouble = "damaged";
      return new Map();
    }
  }

  has(id) {
    return this.papers().has(id);
  }

  get(id) {
    return this.papers().get(id);
  }

  /* Change a copy of the papers with `work` and store it; whether it could be stored. */
  change(work) {
    const papers = new Map(this.papers());
    if (this.trouble === "newer") return this.refused("newer");
    if (work(papers) === false) return true;
    const raw = JSON.stringify({ version: VERSION, papers: Object.fromEntries(papers) });
    if (!this.write(raw)) return false;
    this.changed();
    return true;
  }

  write(raw) {
    if (this.memory !== null) {
      this.memory = raw;
      return true;
    }
    try {
      const before = localStorage.getItem(this.key);
      if (this.trouble === "damaged" && before) localStorage.setItem(`${this.key}.damaged`, before);
      localStorage.setItem(this.key, raw);
      this.trouble = "";
      return true;
    } catch (fault) {
      if (fault?.name === "QuotaExceededError") return this.refused("full");
      // A browser that keeps nothing still shows the list until the page is left.
      this.trouble = "blocked";
      this.memory = raw;
      return true;
    }
  }

  refused(trouble) {
    this.trouble = trouble;
    this.changed();
    return false;
  }

  add(id, facts, now) {
    return this.merge([[id, entryFrom({ ...facts, saved: now })]]);
  }

  /* Take papers off the list; gives them back, so that they can be put on it again. */
  remove(ids) {
    const taken = ids.filter((id) => this.has(id)).map((id) => [id, this.get(id)]);
    const done = this.change((papers) => ids.forEach((id) => papers.delete(id)));
    return done ? taken : [];
  }

  edit(id, fields) {
    return this.change((papers) => {
      if (!papers.has(id)) return false;
      papers.set(id, entryFrom({ ...papers.get(id), ...fields }));
    });
  }

  /* Put entries on the list; a paper that is there keeps what it has and gains what is new. */
  merge(entries) {
    return this.change((papers) => {
      for (const [id, entry] of entries) papers.set(id, papers.has(id) ? merged(papers.get(id), entry) : entry);
      if (!entries.length) return false;
    });
  }

  /* Facts as the site tells them now replace what was noted when the paper was saved. */
  learn(facts) {
    return this.change((papers) => {
      const known = Object.entries(facts).filter(([id]) => papers.has(id));
      for (const [id, { title, by, date }] of known) papers.set(id, entryFrom({ ...papers.get(id), title, by, date }));
      if (!known.length) return false;
    });
  }

  /* Papers that got a new id take their entry along. */
  rename(aliases) {
    const moved = [...this.papers().keys()].filter((id) => present(id, aliases) !== id);
    if (!moved.length) return true;
    return this.change((papers) => {
      for (const id of moved) {
        const [now, entry] = [present(id, aliases), papers.get(id)];
        papers.delete(id);
        papers.set(now, papers.has(now) ? merged(papers.get(now), entry) : entry);
      }
    });
  }
}

/* The id that a paper has now. */
export function present(id, aliases) {
  let now = id;
  for (let step = 0; step < MOST_STEPS && Object.hasOwn(aliases, now) && isId(aliases[now]); step++) now = aliases[now];
  return now;
}

export const TROUBLES = {
  full: "This browser’s store is full, so the last change was not kept. Remove papers or shorten notes, or save the list as a file.",
  blocked: "This browser does not let the site keep anything. The list lasts only until you leave this page; save it as a file.",
  damaged: "What this browser had stored could not be read as a reading list. It is put aside when you save the next paper.",
  newer: "This list was stored by a newer version of the site. Reload the page before you change it.",
};
