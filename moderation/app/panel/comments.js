/* Comments as a list: a thread in its order, an author's record, a choice of many. Decided in place, row by row, by
 * mouse or by the keys of the desk. What was decided is kept and sent until the server has taken it: it is told of one
 * press at a time, and a second one would take the first one's place. */

const BECOMES = { approve: "approved", reject: "rejected" };
const DECISION = { approve: "Approved", reject: "Rejected" };
const LIST_RETRY_MS = 20000; // longer than the server waits for a database in use: its word about that must get here
const LIST_PAST_KEPT = 100;
const ABOVE_PX = 60; // Streamlit's header, which lies over the page

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const host = parentElement.querySelector("#comments");
  applyScheme(host);
  if (!host.list) host.list = new List(host, parentElement.querySelector("#live"));
  host.list.receive(data, setTriggerValue);
}

class List extends Rows {
  constructor(host, live) {
    super();
    this.host = host;
    this.live = live;
    this.chosen = new Set();
    this.whole = new Set(); // items whose long text is shown to its end
    this.asking = null; // the item of which the reasons for a rejection are open
    this.told = null; // the item of which a press did not count, and why
    this.back = null; // the item that an undo brings back
    this.outbox = []; // decided here, not yet known to be written
    this.past = []; // what Undo takes back, the latest last
    this.readings = new Map(); // by item: how much of a long text, once it is shown to its end, has been on the screen
    this.fresh = null; // the item that the focus has just come to, not painted yet
    this.waitingOnly = false;
    this.inSight = new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) this.markCut(one.target);
    });
    this.makeLast();
    this.listen();
  }

  listen() {
    window.moderationLists = [...lists(), this];
    const onKey = (event) => this.key(event);
    const onLeave = (event) => { if (this.outbox.length) { event.preventDefault(); event.returnValue = ""; } };
    const onScroll = () => this.noteReading();
    window.addEventListener("keydown", onKey, true); // before Streamlit's own keys, which listen further in
    window.addEventListener("scroll", onScroll, { capture: true, passive: true });
    window.addEventListener("beforeunload", onLeave);
    const retry = setInterval(() => {
      if (this.host.isConnected) { if (this.outbox.length) this.send(); return; }
      clearInterval(retry);
      window.removeEventListener("keydown", onKey, true);
      window.removeEventListener("scroll", onScroll, true);
      window.removeEventListener("beforeunload", onLeave);
    }, LIST_RETRY_MS);
  }

  /* --- from and to the server --- */

  receive(data, setTriggerValue) {
    const where = this.focused();
    this.data = data;
    holdToShow(this.host, data.show_key);
    this.trigger = setTriggerValue;
    if (data.chosen) this.chosen = new Set(data.chosen);
    this.chosen = new Set([...this.chosen].filter((item) => data.rows.some((row) => row.item === item)));
    this.outbox = this.outbox.filter((entry) => !data.done.includes(entry.token));
    this.past = this.past.filter((one) => !data.failed.includes(one.entry.token));
    const troubles = Object.values(data.troubles);
    if (troubles.length) this.live.textContent = troubles.at(-1);
    this.draw();
    const isBack = this.back && this.entryOf(this.back);
    this.focus(isBack ? [this.back, ""] : where);
    if (isBack) this.back = null;
  }

  send() {
    this.trigger("decide", { entries: this.outbox, turn: newToken() });
  }

  /* --- where the focus is: drawing anew must not lose it --- */

  focused() {
    const node = this.host.getRootNode().activeElement;
    if (!node || !node.closest || !this.host.contains(node)) return null;
    const at = node.closest("[data-item]");
    return [at ? at.dataset.item : null, node.dataset.act || ""];
  }

  focus(where) {
    if (!where) return;
    const [item, act] = where;
    const entry = item === null ? this.host : this.entryOf(item);
    // The button that decided is gone or cannot be pressed any longer; J and K go on from the same comment.
    const again = entry && ((act && entry.querySelector(`[data-act="${act}"]`)) || (item && firstOf(entry)));
    if (again) again.focus({ preventScroll: true });
  }

  redraw() {
    const where = this.focused();
    this.draw();
    this.focus(where);
  }

  entryOf(item) {
    return this.host.querySelector(`[data-item="${item}"]`);
  }

  /* --- what a person does --- */

  choose() {
    this.redraw();
    this.trigger("choose", { items: [...this.chosen], turn: newToken() });
  }

  /* Open the reasons of one comment, or close them, and put the focus where it belongs. */
  ask(item, from) {
    this.asking = item;
    this.draw();
    const entry = this.entryOf(from);
    const control = entry && entry.querySelector(item ? ".reasons button" : "[data-act=reject]");
    if (control) control.focus();
  }

  /* Whether enough of a comment was on the screen to do this to it; shows what was not, and says so. */
  isSeen(row, kind) {
    const text = this.textOf(row.item);
    if (isCut(text)) {
      this.whole.add(row.item);
      return this.refuse(row, MORE);
    }
    if (!this.whole.has(row.item)) return true;
    this.noteReading();
    const reading = this.readingOf(row.item);
    return reading.isEnough(text, kind === "approve", this.inView()) || this.readOn(row, reading);
  }

  textOf(item) {
    return this.entryOf(item).querySelector(".text");
  }

  /* The edges between which a comment can be read. */
  inView() {
    return { top: ABOVE_PX, bottom: window.innerHeight - this.last.offsetHeight };
  }

  readingOf(item) {
    if (!this.readings.has(item)) this.readings.set(item, new Reading());
    return this.readings.get(item);
  }

  noteReading() {
    for (const item of this.whole) if (this.entryOf(item)) this.readingOf(item).note(this.textOf(item), this.inView());
  }

  readOn(row, reading) {
    this.refuse(row, reading.words(this.textOf(row.item), this.inView()));
    const text = this.textOf(row.item);
    scrollerOf(this.host).scrollTop += reading.way(text, this.inView());
    return false;
  }

  /* A key counts for the comment that the focus is in only where that can be read: it may be scrolled away. */
  isReadable(row) {
    const { top, bottom } = this.textOf(row.item).getBoundingClientRect();
    const view = this.inView();
    const isLong = bottom - top > view.bottom - view.top;
    const isOn = isLong ? top < view.bottom && bottom > view.top : top >= view.top - 1 && bottom <= view.bottom + 1;
    if (isOn && this.fresh !== row.item) return true;
    this.refuse(row, "That key did not count: this comment had only just come up.");
    this.entryOf(row.item).scrollIntoView({ block: "nearest" });
    return false;
  }

  refuse(row, why) {
    this.told = [row.item, why];
    this.live.textContent = why;
    this.redraw();
    return false;
  }

  saidOf(row) {
    if (this.data.troubles[row.item]) return this.data.troubles[row.item];
    return this.told && this.told[0] === row.item && !this.isToldBelow(row.item) ? this.told[1] : "";
  }

  decide(row, kind, reason = null) {
    const last = this.outbox.findLast((entry) => entry.item === row.item);
    if (last && last.kind !== "undo") return; // it is on its way
    const entry = {
      token: newToken(), kind, reason: reason ? reason.code : null, item: row.item, revision: row.revision,
      version: row.version, state: last ? last.becomes : row.state, after: last ? last.token : null, becomes: BECOMES[kind],
    };
    const what = `${DECISION[kind]}${reason ? ` as ${reason.title.toLowerCase()}` : ""}: the comment by ${row.author}`;
    this.outbox.push(entry);
    this.past = [...this.past, { entry, what, at: Date.now() }].slice(-LIST_PAST_KEPT);
    this.asking = this.told = null;
    this.live.textContent = what;
    this.redraw();
    this.send();
  }

  undo() {
    const last = this.past.pop();
    if (!last) return;
    const { item, token, state } = last.entry;
    this.outbox.push({ token: newToken(), kind: "undo", item, of: token, becomes: state });
    this.back = item;
    this.told = null;
    this.live.textContent = stopped(`Undone. ${last.what}`);
    this.draw();
    this.focus([item, ""]);
    this.send();
  }

  /* --- keys: J and K walk from comment to comment, F and D decide the one that the focus is in, Z takes back --- */

  key(event) {
    const target = event.composedPath()[0];
    if (!this.host.isConnected || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isElsewhere(target)) return;
    const all = lists();
    const home = all.find((list) => event.composedPath().includes(list.host)) || null;
    if ((home || all[0]) !== this) return; // each key is one list's
    const act = this.actionFor(event.key.length === 1 ? event.key.toLowerCase() : event.key, home && target.closest("li.row"));
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat || act.mayRepeat) act();
  }

  actionFor(key, entry) {
    const keys = this.data.keys;
    const row = entry && this.data.rows.find((one) => one.item === entry.dataset.item);
    const reason = row && this.asking === row.item && this.data.reasons.find((one) => one.key === key);
    if (reason) return () => this.byKey(row, "reject", reason);
    if (row && this.asking === row.item && (key === "Escape" || key === keys.reject)) return () => this.ask(null, row.item);
    if (key === keys.next || key === keys.previous) return walking(() => walk(entry, key === keys.next ? 1 : -1));
    if (key === keys.undo) return () => latest().undo();
    if (!row || !this.mayDecide(row)) return null;
    if (key === keys.approve) return () => { if (this.mayBecome(row, "approved")) this.byKey(row, "approve"); };
    if (key === keys.reject) return () => { if (this.mayBecome(row, "rejected")) this.ask(row.item, row.item); };
    return null;
  }

  mayBecome(row, state) {
    if (this.stateOf(row) === state) return this.refuse(row, `This comment is ${state} already.`);
    return this.isReadable(row) && this.isSeen(row, state === "approved" ? "approve" : "reject");
  }

  /* As on the desk, the next comment that waits is there at once. */
  byKey(row, kind, reason) {
    if (!this.isReadable(row)) return;
    const rows = this.shown();
    const here = rows.indexOf(this.entryOf(row.item));
    this.decide(row, kind, reason);
    const next = this.shown().slice(here).find((one) => one.dataset.item !== row.item && one.matches(".pending, .escalated"));
    if (next) this.land(next);
  }

  shown() {
    return [...this.host.querySelectorAll("li.row")].filter((row) => row.offsetParent && firstOf(row));
  }

  /* Put the focus into a comment. Until it is painted there no key counts for it. */
  land(entry) {
    if (this.told && this.told[0] !== entry.dataset.item) { this.told = null; this.redraw(); entry = this.entryOf(entry.dataset.item); }
    firstOf(entry).focus();
    entry.scrollIntoView({ block: "nearest" });
    this.fresh = entry.dataset.item;
    requestAnimationFrame(() => requestAnimationFrame(() => { this.fresh = null; }));
  }
}

/* The lists of the page from top to bottom. */
function lists() {
  const top = (list) => list.host.getBoundingClientRect().top;
  return (window.moderationLists || []).filter((list) => list.host.isConnected && list.data).sort((a, b) => top(a) - top(b));
}

/* The list in which something was decided last. */
function latest() {
  const when = (list) => (list.past.length ? list.past[list.past.length - 1].at : 0);
  return lists().reduce((best, list) => (when(list) > when(best) ? list : best));
}

/* One comment on, or back, over all lists of the page; from outside of them to the first. */
function walk(entry, by) {
  const rows = lists().flatMap((list) => list.shown().map((row) => [list, row]));
  const here = rows.findIndex(([, row]) => row === entry);
  const [list, next] = rows[here === -1 ? 0 : here + by] || [];
  if (next) list.land(next);
}

function walking(act) {
  return Object.assign(act, { mayRepeat: true });
}

function firstOf(entry) {
  return entry.querySelector(".acts :is(button, input)");
}

/* Whether somebody types, or something lies over the page that wants the keys. */
function isElsewhere(target) {
  if (!(target instanceof Element)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select, [role=combobox]")
    || Boolean(target.closest("[role=dialog], [data-testid=stPopoverBody]"));
}
