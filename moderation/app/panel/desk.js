/* The desk: shows one leased comment at a time, takes a key press, shows the next one at once, and keeps what was
 * decided in an outbox until the server says that it is written.
 *
 * Streamlit calls the default export on every data update and does not run the clean-up in between, so all state
 * lives in one Desk per panel, and its listeners are taken off before they are put on.
 */

// A comment that came up by itself, not by the moderator's own key, must have been there this long before keys count.
const SURPRISE_MS = 400;
const RETRY_MS = 2500;
const RENEW_MS = 45000;
// Who has not touched the desk for this long holds nothing any longer; others get the comments.
const IDLE_MS = 600000;
const PAGE = 8; // as many as the server sends of a list
const REASON_MS = 1500;
const PAUSE_MS = 300000;
// A panel that is drawn anew this soon goes on as if it had never been away.
const SAME_LOOK_MS = 10000;

export default function (component) {
  const root = component.parentElement;
  if (!root.moderationDesk) root.moderationDesk = new Desk(root);
  root.moderationDesk.receive(component.data, component.setStateValue, component.setTriggerValue);
  return () => root.moderationDesk.leave();
}

/* Whether something lies over the desk that wants the keys. Streamlit's word that the server is away does not: what is
 * decided meanwhile is kept, so the dialog is closed, and the key counts. */
function isDialogOpen() {
  let isOpen = false;
  for (const dialog of document.querySelectorAll("[role=dialog]")) {
    const close = dialog.textContent.includes("Connection error") && dialog.querySelector("button[aria-label=Close]");
    if (close) close.click(); else isOpen = true;
  }
  return isOpen;
}

class Desk extends Decider {
  constructor(root) {
    super();
    this.root = root;
    this.host = root.querySelector("#desk");
    this.live = root.querySelector("#live");
    // The filters stay the same nodes throughout: an open list would close if it were drawn anew.
    this.parts = {
      filters: el("div", "filters"), right: el("div", "top-right"),
      notice: el("div", "notice empty"), body: el("div", "body"), drawer: el("div", "drawer"), over: el("div", "over"),
    };
    this.parts.notice.id = "notice";
    this.parts.bar = this.bar();
    this.makeTop();
    this.parts.top = el("header", "top", this.tabs);
    this.placeRight();
    this.host.replaceChildren(
      this.parts.top, this.parts.filters,
      this.parts.body, this.parts.bar, this.parts.over,
    );
    this.filter = null;
    this.drawn = "";
    this.drawer = "";
    this.data = null;
    this.items = []; // leased, undecided, in the order in which they are shown
    this.isFilled = false; // whether the server has said what there is
    this.at = null; // id of the item in view
    this.outbox = []; // decided here, not yet known to be written
    this.past = []; // what Z takes back, the latest last
    this.notes = new Map();
    this.mode = "read"; // read, reason, note, author, hold, help
    this.holding = null; // what is to be done about the author, while its end is asked for
    this.notice = null;
    this.painted = null; // the item that is really on the screen
    this.paintedAt = 0;
    this.surprise = false;
    this.readings = new Map(); // by seal: how much of a comment has been on the screen
    this.broughtUp = null; // the text that was last brought into sight
    this.beat = 0;
    this.leftAt = null; // when its place on the page was taken away
    this.handled = new Set(); // what the server told of what was asked of it
    this.refusedAt = 0; // when a rejection did not count
    this.refused = null; // what the server's last answer did not record, in words
    this.turning = false; // the next few of a list are under way
    this.harsh = 0; // hard comments decided in a row
    this.harshAt = 0; // when a pause was suggested because of them
    this.workingSince = Date.now();
    this.go = (page, params) => this.leaveFor(page, params);
    this.waitingSince = null; // since when the server owes an answer
    this.startLag();
    this.onKey = (event) => this.key(event);
    this.onLeave = (event) => { if (this.outbox.length) { event.preventDefault(); event.returnValue = ""; } };
    this.activeAt = Date.now();
    this.onTouch = () => this.touched();
    this.onKeyUp = (event) => { if (this.data && event.key.toLowerCase() === this.data.keys.show) this.uncover(false); };
    this.onBlur = () => this.uncover(false);
    this.onVisible = () => { if (!document.hidden) this.send(); };
    this.onSize = () => { this.placeRight(); this.fit(); };
    this.onScroll = () => this.noteReading();
  }

  start() {
    this.stop();
    // Before Streamlit's own keys (R reruns the page, C clears caches), which listen further in.
    window.addEventListener("keydown", this.onKey, true);
    window.addEventListener("keyup", this.onKeyUp, true);
    window.addEventListener("blur", this.onBlur);
    window.addEventListener("beforeunload", this.onLeave);
    document.addEventListener("visibilitychange", this.onVisible);
    this.retry = setInterval(() => {
      if (this.outbox.length || this.data.trouble) this.send();
      if (this.outbox.length && Date.now() - this.waitingSince > LATE_MS) this.tellLate("the server does not answer");
    }, RETRY_MS);
    this.renew = setInterval(() => {
      if (!document.hidden && Date.now() - this.activeAt < IDLE_MS) this.send();
    }, RENEW_MS);
    window.addEventListener("pointermove", this.onTouch, { passive: true });
    window.addEventListener("resize", this.onSize);
    window.addEventListener("scroll", this.onScroll, { capture: true, passive: true });
  }

  stop() {
    window.removeEventListener("keydown", this.onKey, true);
    window.removeEventListener("keyup", this.onKeyUp, true);
    window.removeEventListener("blur", this.onBlur);
    window.removeEventListener("beforeunload", this.onLeave);
    window.removeEventListener("pointermove", this.onTouch);
    window.removeEventListener("resize", this.onSize);
    window.removeEventListener("scroll", this.onScroll, true);
    document.removeEventListener("visibilitychange", this.onVisible);
    clearInterval(this.retry);
    clearInterval(this.renew);
  }

  leave() {
    this.leftAt = Date.now();
    this.stop();
  }

  /* Streamlit draws the panel as another node where a server is slow to start, and whenever somebody comes back from
   * another page. What can be undone, notes that were begun and hours worked go on; so does all else where it was a
   * moment ago: a reason that is being picked must not become the key of another queue. */
  takeOver(data) {
    const before = window.moderationDesk;
    window.moderationDesk = this;
    if (!before || before === this || !before.data || before.data.desk !== data.desk) return;
    before.stop();
    for (const name of ["past", "notes", "readings", "handled", "harsh", "harshAt", "workingSince", "activeAt"]) this[name] = before[name];
    const isSameLook = before.leftAt === null || Date.now() - before.leftAt < SAME_LOOK_MS;
    if (!isSameLook || before.data.view !== data.view) return;
    for (const name of ["filter", "items", "isFilled", "at", "surprise", "outbox", "mode", "holding", "notice", "refusedAt"]) {
      this[name] = before[name];
    }
  }

  /* --- from and to the server --- */

  receive(data, setStateValue, setTriggerValue) {
    const first = this.data === null;
    const moved = !first && data.view !== this.data.view;
    this.setStateValue = setStateValue;
    this.setTriggerValue = setTriggerValue;
    this.data = data;
    this.noteLag();
    this.start();
    applyScheme(this.host);
    this.stayPlain();
    if (first) { this.filter = data.filter; this.takeOver(data); this.recover(); this.fit(); }
    this.settle(data.outcomes);
    if (data.trouble) this.tellLate(data.trouble);
    else if (!this.outbox.length && this.notice && this.notice.isLate) this.tell("Everything is saved now.");
    for (const one of data.told || []) {
      if (!this.handled.has(one.token)) { this.handled.add(one.token); this.tell(one.text, one.tone); }
    }
    if (data.items) { this.isFilled = true; this.merge(data.items, moved); }
    this.draw();
    if (moved) {
      this.turning = false;
      if (this.mode === "reason") this.refusedAt = Date.now();
      this.mode = "read";
      this.notice = null;
      this.draw();
      // Who has gone on to type keeps the field: the letters would be keys otherwise.
      if (!this.isTyping()) this.host.focus({ preventScroll: true });
      // A server that is started anew goes by what was said last, and until now that were the comments of the last view.
      this.send();
    }
    // Page Down and the arrows scroll the comment only where the focus is in it.
    if (first && this.mode === "note") this.root.querySelector("#note")?.focus({ preventScroll: true }); // its letters would be keys otherwise
    else if (first && document.activeElement === document.body) this.host.focus({ preventScroll: true });
    if (first && (this.outbox.length || this.lag > SLOW_MS)) this.send();
  }

  /* Streamlit fades what it is about to draw anew. Over a slow line that is all the time, and a person reads it. */
  stayPlain() {
    const frame = this.root.host && this.root.host.closest("[data-stale]");
    if (frame) frame.style.setProperty("opacity", "1", "important");
  }

  isTyping() {
    const active = this.root.activeElement;
    return Boolean(active && active.matches("input, textarea, select"));
  }

  /* Items decided here but not written yet must not come back; items taken back here must not go. */
  merge(incoming, moved) {
    const state = new Map(); // item -> the last unwritten thing done to it
    for (const entry of this.outbox) state.set(entry.item, entry.kind === "undo" ? "back" : "gone");
    const fresh = incoming.filter((item) => !state.has(item.id));
    const byId = new Map(fresh.map((item) => [item.id, item]));
    if (moved) this.at = null; // another view begins at its beginning
    const before = this.current();
    // What is only looked at stays: nobody else's lease can take it away, and its version guards it.
    const kept = moved ? [] : this.items.filter((item) => !this.data.leased || byId.has(item.id) || state.get(item.id) === "back");
    const order = kept.map((item) => byId.get(item.id) || item);
    const have = new Set(order.map((item) => item.id));
    const place = before ? this.items.indexOf(before) : 0;
    this.items = [...order, ...fresh.filter((item) => !have.has(item.id))];
    const now = this.items.find((item) => item.id === this.at);
    if (!now) {
      const next = this.items[Math.min(Math.max(place, 0), this.items.length - 1)];
      this.show(next ? next.id : null, true);
      // Who left the desk for long has lost all that was on it: that a decision did not count must be read as well.
      if (before && !moved) this.tell(this.refused ? `${this.refused} Here is the next one that is yours.` : "That comment is no longer yours to decide; here is the next one.", "warn");
    } else if (before && now.revision !== before.revision) {
      this.surprised();
      this.tell("The author has edited this comment; this is the new text.", "warn");
    }
  }

  /* --- what is in view --- */

  current() {
    return this.items.find((item) => item.id === this.at) || null;
  }

  show(id, bySurprise) {
    this.at = id;
    if (bySurprise) this.surprised(); else { this.painted = null; this.surprise = false; }
    this.mode = "read";
  }

  surprised() {
    this.painted = null;
    this.surprise = true;
  }

  /* A press counts for the item in view only once that item has been painted. */
  isSeen(item) {
    if (this.painted !== seal(item)) return false;
    return !this.surprise || performance.now() - this.paintedAt >= SURPRISE_MS;
  }

  notePaint() {
    const item = this.current();
    if (!item || this.painted === seal(item)) return;
    const wanted = seal(item);
    requestAnimationFrame(() => {
      const channel = new MessageChannel(); // its message arrives after the frame has been painted
      channel.port1.onmessage = () => {
        const now = this.current();
        if (!now || seal(now) !== wanted || this.painted === wanted) return;
        this.painted = wanted;
        this.paintedAt = performance.now();
        this.noteReading();
      };
      channel.port2.postMessage(null);
    });
  }

  readingOf(item) {
    if (!this.readings.has(seal(item))) this.readings.set(seal(item), new Reading());
    return this.readings.get(seal(item));
  }

  noteReading() {
    const item = this.current();
    const text = item && this.painted === seal(item) && this.root.querySelector(".comment");
    if (text) this.readingOf(item).note(text, this.inView());
  }

  /* Whether enough of a comment has been on the screen for a decision: all of it for an approval. */
  isRead(item, kind) {
    this.noteReading();
    return kind === "skip" || this.readingOf(item).isEnough(this.root.querySelector(".comment"), kind === "approve", this.inView());
  }

  tell(text, tone = "info") {
    const isKept = tone === "info" && this.notice && this.notice.until > Date.now();
    if (!isKept) this.notice = { text, tone };
    this.live.textContent = text;
  }

  /* --- what a person does --- */

  key(event) {
    this.touched();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.composedPath()[0];
    const typing = target instanceof Element && (
      target.matches("input, textarea, select, [role=combobox]") || target.isContentEditable
    );
    if (typing) {
      // A box of the filters that was left by Escape would go on taking the keys for its own list.
      if (event.key === "Escape" && this.root.contains(target) && target.matches("select")) this.host.focus({ preventScroll: true });
      if (event.key === "Escape" && target.id === "note") { this.stopEvent(event); this.leaveNote(); }
      if (["Escape", "Enter"].includes(event.key) && target.id === "hold-note") { this.stopEvent(event); this.host.focus({ preventScroll: true }); }
      return;
    }
    if (!this.host.isConnected) return;
    if (isDialogOpen()) return;
    const isOwn = target instanceof Element && target.getRootNode() === this.root;
    if ((event.key === "Enter" || event.key === " ") && isOwn) return; // the focused button or link acts
    if (event.key.toLowerCase() === this.data.keys.show && this.mode === "read") {
      this.stopEvent(event);
      this.uncover(true);
      return;
    }
    const act = this.actionFor(event.key);
    if (act) {
      this.stopEvent(event);
      if (!event.repeat) act();
    } else if (/^[a-z0-9]$/i.test(event.key)) {
      event.stopImmediatePropagation(); // Streamlit's R and C
    }
  }

  stopEvent(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  actionFor(key) {
    const low = key.length === 1 ? key.toLowerCase() : key;
    if (this.mode === "help") {
      if (low === "?" || low === "Escape") return () => this.setMode("read");
      return low.length === 1 || low === "Tab" ? () => {} : null;
    }
    if (this.mode === "reason") {
      const reason = this.data.reasons.find((one) => one.key === low);
      if (reason) return () => this.reject(reason);
      if (low === "Escape" || low === this.data.keys.reject) return () => this.setMode("read");
      return low.length === 1 ? () => this.tellDraw("Pick a reason by its key, or Esc to go back.") : null;
    }
    if (this.mode === "author") {
      const choice = this.data.author_choices.find((one) => one.key === low);
      if (choice) return () => this.aboutAuthor(choice);
      if (low === "Escape" || low === this.data.keys.author) return () => this.setMode("read");
      return low.length === 1 ? () => this.tellDraw("Pick by its key, or Esc to go back.") : null;
    }
    if (this.mode === "hold") {
      const end = this.holding.ends.find((one) => one.key === low);
      if (end) return () => this.holdAuthor(end);
      if (low === this.data.keys.note) return () => this.root.querySelector("#hold-note").focus({ preventScroll: true });
      if (low === "Escape" || low === this.data.keys.author) return () => this.setMode("author");
      return low.length === 1 ? () => this.tellDraw("Pick how long by its key, or Esc to go back.") : null;
    }
    if (low === "Escape") return this.notice ? () => { this.notice = null; this.draw(); } : null;
    const queue = this.data.queues.find((one) => one.key === low);
    if (queue) {
      // The reason that follows a rejection which did not count is no wish for another queue.
      return Date.now() - this.refusedAt < REASON_MS ? () => {} : () => this.goQueue(queue.value);
    }
    const name = Object.keys(this.data.keys).find((one) => this.data.keys[one] === low);
    return this.verbs()[name] || null;
  }

  verbs() {
    return {
      approve: () => this.decide("approve"), reject: () => this.startReject(), spam: () => this.asSpam(),
      skip: () => this.decide("skip"), escalate: () => this.decide("escalate"), undo: () => this.undo(),
      next: () => this.step(1), previous: () => this.step(-1), note: () => this.startNote(),
      author: () => this.toggleAuthor(), queue: () => this.nextQueue(), help: () => this.setMode("help"),
      search: () => this.search.focus(),
    };
  }

  uncover(isShown) {
    this.host.toggleAttribute("data-showing", isShown);
  }

  toggleAuthor() {
    if (this.current()) this.setMode(this.mode === "author" ? "read" : "author");
  }

  /* What takes nothing from anybody is done at once; a hold asks how long first, and for its reason. */
  aboutAuthor(choice) {
    if (choice.effect === "see") { this.setMode("read"); this.go("author", { author: JSON.stringify(this.current().writer) }); return; }
    this.holding = choice;
    this.notice = null;
    this.setMode("hold");
  }

  holdAuthor(end) {
    const note = this.root.querySelector("#hold-note").value.trim();
    this.setMode("read");
    this.ask({ what: "author", effect: this.holding.effect, end: end.title, note, author: this.current().writer });
  }

  /* Something that is no decision: a view to keep, a note, a hold. Asked once; the answer carries the same token. */
  ask(what) {
    this.setTriggerValue("ask", { ...what, token: newToken() });
  }

  leaveFor(page, params) {
    if (this.outbox.length) { this.tellDraw("Wait until everything is saved, then go."); return; }
    this.setTriggerValue("go", { page, params });
  }

  /* Whoever comes back after five minutes has had a pause. */
  touched() {
    const now = Date.now();
    if (now - this.activeAt > PAUSE_MS) this.workingSince = now;
    this.activeAt = now;
  }

  setMode(mode) {
    this.mode = mode;
    this.draw();
    if (mode === "help") this.root.querySelector("#help").focus();
    else this.host.focus({ preventScroll: true });
    if (["reason", "author", "hold"].includes(mode)) this.keepInSight();
  }

  tellDraw(text, tone) {
    this.tell(text, tone);
    this.draw();
  }

  step(by) {
    const place = this.items.findIndex((item) => item.id === this.at);
    const next = this.items[place + by];
    if (!next && !this.data.leased && this.turn(by)) return;
    if (!next) {
      this.tellDraw(by > 0 ? "This is the last one you hold; decide or skip some to get more." : "This is the first one you hold.");
      return;
    }
    this.notice = null;
    this.show(next.id, false);
    this.live.textContent = `Comment by ${next.author}, ${place + by + 1} of ${this.items.length}`;
    this.draw();
  }

  /* To the next or the last few of a list that is only looked at; tells whether there are any. */
  turn(by) {
    if (this.turning) return true;
    const start = Number(this.filter.start || 0);
    const to = by > 0 ? start + this.items.length : Math.max(start - PAGE, 0);
    if (to === start || (by > 0 && !this.data.more)) return false;
    this.turning = true;
    this.filter = { ...this.filter, start: String(to) };
    this.send();
    return true;
  }
}
