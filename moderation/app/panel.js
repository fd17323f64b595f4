/* The desk: shows one leased comment at a time, takes a key press, shows the next one at once, and keeps what was
 * decided in an outbox until the server says that it is written.
 *
 * Streamlit calls the default export on every data update and does not run the clean-up in between, so all state
 * lives in one Desk per panel, and its listeners are taken off before they are put on.
 *
 * Strangers' text only ever becomes a text node. There is no innerHTML in this file, and no attribute but `title`
 * and a checked `href` ever holds such text.
 */

// A comment that came up by itself, not by the moderator's own key, must have been there this long before keys count.
const SURPRISE_MS = 400;
const RETRY_MS = 2500;
const RENEW_MS = 45000;
// Who has not touched the desk for this long holds nothing any longer; others get the comments.
const IDLE_MS = 600000;
const PAST_KEPT = 100;
const STORED = "moderation-outbox";

const VERB = { approve: "Approved", reject: "Rejected", skip: "Skipped", escalate: "Escalated", undo: "Undone" };
const STATE = {
  pending: "waiting", approved: "approved", rejected: "rejected", escalated: "escalated", closed: "closed",
};
const HELP = [
  ["F", "Approve"], ["D", "Reject, then one key for the reason"], ["S", "Skip: somebody else will see it"],
  ["E", "Escalate to a senior moderator"], ["Z", "Undo your last decision"], ["J", "Next, without deciding"],
  ["K", "Previous, without deciding"], ["N", "Write a note, for a rejection or an escalation"],
  ["Esc", "Leave the note, the reasons or this list"], ["?", "This list"],
];

export default function (component) {
  const root = component.parentElement;
  if (!root.moderationDesk) root.moderationDesk = new Desk(root);
  root.moderationDesk.receive(component.data, component.setStateValue);
  return () => root.moderationDesk.stop();
}

/* --- building blocks ------------------------------------------------------------------------------------------- */

function el(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child); // strings become text nodes
  }
  return node;
}

function said(tag, className, text) {
  const node = el(tag, className, text);
  node.dir = "auto";
  return node;
}

function link(href, className, text) {
  let safe = false;
  try { safe = ["http:", "https:"].includes(new URL(href).protocol); } catch { safe = false; }
  if (!safe) return said("span", className, text);
  const node = said("a", className, text);
  node.href = href;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  node.append(el("span", "sr-only", " (opens in a new tab)"));
  return node;
}

function time(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return null;
  const node = el("time", "", at.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" }));
  node.dateTime = iso;
  node.title = `${iso}, ${ago(at)}`;
  return node;
}

function ago(at) {
  const seconds = (at.getTime() - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
  for (const [unit, length] of [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600]]) {
    if (Math.abs(seconds) >= length) return words.format(Math.round(seconds / length), unit);
  }
  return words.format(Math.round(seconds / 60), "minute");
}

function count(number, one, many) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
}

function keyCap(key) {
  const cap = el("kbd", "", key);
  cap.setAttribute("aria-hidden", "true");
  return cap;
}

function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* --- the desk -------------------------------------------------------------------------------------------------- */

class Desk {
  constructor(root) {
    this.root = root;
    this.host = root.querySelector("#desk");
    this.live = root.querySelector("#live");
    // The filters stay the same nodes throughout: an open list would close if it were drawn anew.
    this.parts = {
      counts: el("div", "counts"), filters: el("div", "filters"), right: el("div", "top-right"),
      notice: el("div", "notice empty"), body: el("div", "body"), over: el("div", "over"),
    };
    this.parts.notice.id = "notice";
    this.host.replaceChildren(
      el("header", "top", this.parts.counts, this.parts.right), this.parts.filters,
      this.parts.notice, this.parts.body, this.parts.over,
    );
    this.filter = null;
    this.drawn = "";
    this.data = null;
    this.items = []; // leased, undecided, in the order in which they are shown
    this.at = null; // id of the item in view
    this.outbox = []; // decided here, not yet known to be written
    this.past = []; // what Z takes back, the latest last
    this.notes = new Map();
    this.mode = "read"; // read, reason, note, help
    this.notice = null;
    this.painted = null; // the item that is really on the screen
    this.paintedAt = 0;
    this.surprise = false;
    this.beat = 0;
    this.onKey = (event) => this.key(event);
    this.onLeave = (event) => { if (this.outbox.length) { event.preventDefault(); event.returnValue = ""; } };
    this.activeAt = Date.now();
    this.onTouch = () => { this.activeAt = Date.now(); };
    this.onVisible = () => { if (!document.hidden) this.send(); };
    this.onScheme = () => this.applyScheme();
    this.scheme = window.matchMedia("(prefers-color-scheme: dark)");
  }

  start() {
    this.stop();
    // Before Streamlit's own keys (R reruns the page, C clears caches), which listen further in.
    window.addEventListener("keydown", this.onKey, true);
    window.addEventListener("beforeunload", this.onLeave);
    document.addEventListener("visibilitychange", this.onVisible);
    this.scheme.addEventListener("change", this.onScheme);
    this.retry = setInterval(() => { if (this.outbox.length) this.send(); }, RETRY_MS);
    this.renew = setInterval(() => {
      if (!document.hidden && Date.now() - this.activeAt < IDLE_MS) this.send();
    }, RENEW_MS);
    window.addEventListener("pointermove", this.onTouch, { passive: true });
  }

  stop() {
    window.removeEventListener("keydown", this.onKey, true);
    window.removeEventListener("beforeunload", this.onLeave);
    window.removeEventListener("pointermove", this.onTouch);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.scheme.removeEventListener("change", this.onScheme);
    clearInterval(this.retry);
    clearInterval(this.renew);
  }

  /* --- from and to the server --- */

  receive(data, setStateValue) {
    const first = this.data === null;
    const moved = !first && data.view !== this.data.view;
    this.setStateValue = setStateValue;
    this.data = data;
    this.start();
    this.applyScheme();
    if (first) { this.recover(); this.filter = data.filter; }
    this.settle(data.outcomes);
    if (data.trouble) this.tell(`${data.trouble}. Your decisions are kept here and sent again.`, "warn");
    this.merge(data.items, moved);
    this.draw();
    if (moved) { this.mode = "read"; this.notice = null; this.draw(); this.host.focus({ preventScroll: true }); }
    if (first && this.outbox.length) this.send();
  }

  /* What a closed or reloaded tab had not sent yet; the tokens keep it from counting twice. */
  recover() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(STORED) || "null");
      if (kept && kept.desk === this.data.desk) this.outbox = kept.entries;
    } catch { /* a browser without storage only loses this comfort */ }
  }

  keep() {
    try {
      if (this.outbox.length) {
        sessionStorage.setItem(STORED, JSON.stringify({ desk: this.data.desk, entries: this.outbox }));
      } else {
        sessionStorage.removeItem(STORED);
      }
    } catch { /* see recover */ }
  }

  send() {
    this.beat += 1;
    this.keep();
    this.setStateValue("outbox", {
      desk: this.data.desk, beat: `${Date.now()}-${this.beat}`, entries: this.outbox, filter: this.filter, name: this.data.moderator,
    });
  }

  settle(outcomes) {
    const known = new Map(outcomes.map((outcome) => [outcome.token, outcome]));
    for (const entry of this.outbox) {
      const outcome = known.get(entry.token);
      if (!outcome) continue;
      const past = this.past.find((one) => one.entry.token === entry.token);
      if (outcome.outcome === "done") {
        if (past) past.event = outcome.event;
        continue;
      }
      this.past = this.past.filter((one) => one !== past);
      const what = past ? `the comment by ${past.item.author}` : "that comment";
      this.tell(
        outcome.outcome === "stale"
          ? `Nothing was recorded for ${what}: ${outcome.message}.`
          : `Not accepted for ${what}: ${outcome.message}.`,
        "warn",
      );
    }
    this.outbox = this.outbox.filter((entry) => !known.has(entry.token));
    this.keep();
  }

  /* Items decided here but not written yet must not come back; items taken back here must not go. */
  merge(incoming, moved) {
    const state = new Map(); // item -> the last unwritten thing done to it
    for (const entry of this.outbox) state.set(entry.item, entry.kind === "undo" ? "back" : "gone");
    const fresh = incoming.filter((item) => !state.has(item.id));
    const byId = new Map(fresh.map((item) => [item.id, item]));
    const before = this.current();
    const kept = moved ? [] : this.items.filter((item) => byId.has(item.id) || state.get(item.id) === "back");
    const order = kept.map((item) => byId.get(item.id) || item);
    const have = new Set(order.map((item) => item.id));
    const place = before ? this.items.indexOf(before) : 0;
    this.items = [...order, ...fresh.filter((item) => !have.has(item.id))];
    const now = this.items.find((item) => item.id === this.at);
    if (!now) {
      const next = this.items[Math.min(Math.max(place, 0), this.items.length - 1)];
      this.show(next ? next.id : null, true);
      if (before && !moved) this.tell("That comment is no longer yours to decide; here is the next one.", "warn");
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
      };
      channel.port2.postMessage(null);
    });
  }

  tell(text, tone = "info") {
    this.notice = { text, tone };
    this.live.textContent = text;
  }

  /* --- what a person does --- */

  key(event) {
    this.activeAt = Date.now();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.composedPath()[0];
    const typing = target instanceof Element && (
      target.matches("input, textarea, select, [role=combobox]") || target.isContentEditable
    );
    if (typing) {
      if (event.key === "Escape" && target.id === "note") { this.stopEvent(event); this.leaveNote(); }
      return;
    }
    if (!this.host.isConnected) return;
    if (document.querySelector("[role=dialog]")) return;
    const isOwn = target instanceof Element && target.getRootNode() === this.root;
    if ((event.key === "Enter" || event.key === " ") && isOwn) return; // the focused button or link acts
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
    if (this.mode === "help") return low === "?" || low === "Escape" ? () => this.setMode("read") : () => {};
    if (this.mode === "reason") {
      const reason = this.data.reasons.find((one) => one.key === low);
      if (reason) return () => this.reject(reason);
      if (low === "Escape" || low === "d") return () => this.setMode("read");
      return low.length === 1 ? () => this.tellDraw("Pick a reason by its key, or Esc to go back.") : null;
    }
    return {
      f: () => this.decide("approve"),
      d: () => this.startReject(),
      s: () => this.decide("skip"),
      e: () => this.decide("escalate"),
      z: () => this.undo(),
      j: () => this.step(1),
      k: () => this.step(-1),
      n: () => this.startNote(),
      "?": () => this.setMode("help"),
      Escape: this.notice ? () => { this.notice = null; this.draw(); } : null,
    }[low] || null;
  }

  setMode(mode) {
    this.mode = mode;
    this.draw();
    if (mode === "help") this.root.querySelector("#help").focus();
    else this.host.focus({ preventScroll: true });
  }

  tellDraw(text, tone) {
    this.tell(text, tone);
    this.draw();
  }

  /* Whether the item in view may be decided now; says why where it may not. */
  ready() {
    const item = this.current();
    if (!item) return null;
    if (this.isSeen(item)) return item;
    this.tellDraw("That key did not count: this comment had only just come up.", "warn");
    return null;
  }

  startReject() {
    if (this.ready()) { this.notice = null; this.setMode("reason"); }
  }

  reject(reason) {
    const item = this.current();
    if (item && reason.code === "other" && !this.noteOf(item)) {
      this.mode = "read";
      this.startNote();
      this.tellDraw("“Other” needs a note that gives the facts: write it, press Esc, then D and O again.");
      this.root.querySelector("#note").focus();
      return;
    }
    this.decide("reject", reason);
  }

  decide(kind, reason = null) {
    const item = this.ready();
    if (!item) return;
    const entry = {
      token: newToken(), kind, item: item.id, revision: item.revision, version: item.version,
      after: item.after || null, reason: reason ? reason.code : null, note: this.noteOf(item) || null,
    };
    const place = this.items.indexOf(item);
    this.outbox.push(entry);
    this.past.push({ entry, item, event: null });
    this.past = this.past.slice(-PAST_KEPT);
    this.notes.delete(item.id);
    this.items = this.items.filter((one) => one !== item);
    const next = this.items[Math.min(place, this.items.length - 1)];
    this.show(next ? next.id : null, false);
    const what = reason ? `${VERB[kind]} as ${reason.title.toLowerCase()}` : VERB[kind];
    this.tell(`${what}: the comment by ${item.author}.`);
    this.draw();
    this.scrollUp();
    this.send();
  }

  undo() {
    const last = this.past.pop();
    if (!last) {
      this.tellDraw("Nothing to undo on this screen; older decisions are under Decisions.");
      return;
    }
    const token = newToken();
    this.outbox.push({ token, kind: "undo", item: last.item.id, of: last.entry.token, event: last.event });
    const item = { ...last.item, after: token };
    const here = Math.max(this.items.findIndex((one) => one.id === this.at), 0);
    this.items = this.items.filter((one) => one.id !== item.id);
    this.items.splice(here, 0, item);
    if (last.entry.note) this.notes.set(item.id, last.entry.note);
    this.show(item.id, false);
    this.tell(`Undone: “${VERB[last.entry.kind].toLowerCase()}”. The comment by ${item.author} is back.`);
    this.draw();
    this.scrollUp();
    this.send();
  }

  step(by) {
    const place = this.items.findIndex((item) => item.id === this.at);
    const next = this.items[place + by];
    if (!next) {
      this.tellDraw(by > 0 ? "This is the last one you hold; decide or skip some to get more." : "This is the first one you hold.");
      return;
    }
    this.notice = null;
    this.show(next.id, false);
    this.live.textContent = `Comment by ${next.author}, ${place + by + 1} of ${this.items.length}`;
    this.draw();
    this.scrollUp();
  }

  scrollUp() {
    if (this.host.getBoundingClientRect().top < 0) this.host.scrollIntoView({ block: "start" });
  }

  noteOf(item) {
    return (this.notes.get(item.id) || "").trim();
  }

  startNote() {
    if (!this.current()) return;
    this.mode = "note";
    this.draw();
    this.root.querySelector("#note").focus();
  }

  leaveNote() {
    this.setMode("read");
  }

  /* --- drawing --- */

  applyScheme() {
    const [r, g, b] = (getComputedStyle(this.host).getPropertyValue("--st-background-color").match(/[\da-f]{2}/gi) || [])
      .map((part) => parseInt(part, 16));
    const dark = r === undefined ? this.scheme.matches : 0.299 * r + 0.587 * g + 0.114 * b < 128;
    this.host.dataset.scheme = dark ? "dark" : "light";
  }

  draw() {
    const item = this.current();
    this.parts.counts.replaceChildren(...this.counts());
    if (!this.root.querySelector(".name-field")) this.parts.right.replaceChildren(...this.right());
    this.drawFilters();
    this.parts.notice.className = this.notice ? `notice ${this.notice.tone}` : "notice empty";
    this.parts.notice.replaceChildren(this.notice ? said("span", "", this.notice.text) : "");
    this.drawBody(item);
    this.parts.over.replaceChildren(this.mode === "help" ? this.help() : "");
    this.host.dataset.item = item ? item.id : "";
    this.notePaint();
  }

  /* What is unchanged stays as it is: selected text, an open quotation, a note half written. */
  drawBody(item) {
    const wanted = JSON.stringify([
      this.mode === "help" ? "read" : this.mode, this.items.map(seal), this.at, this.past.length > 0, item ? item.version : null,
      item ? null : [this.outbox.length > 0, this.data.counts.pending, this.data.filtered],
    ]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    const active = this.root.activeElement;
    const note = this.root.querySelector("#note");
    const caret = note && active === note && note.dataset.item === this.at ? [note.selectionStart, note.selectionEnd] : null;
    const focused = active && active.id;
    this.parts.body.replaceChildren(item ? el("div", "columns", this.main(item), this.aside(item)) : this.nothing());
    if (caret) {
      const again = this.root.querySelector("#note");
      if (again) { again.focus(); again.setSelectionRange(...caret); }
    } else if (focused && focused.startsWith("do-")) {
      const again = this.root.querySelector(`#${focused}`);
      if (again) again.focus({ preventScroll: true }); else this.host.focus({ preventScroll: true });
    }
  }

  counts() {
    const counts = this.data.counts;
    const left = this.outbox.filter((entry) => entry.kind !== "undo").length;
    const waiting = Math.max(counts.pending - left, this.data.filter.state === "pending" ? this.items.length : 0, 0);
    return [this.figure(waiting, "waiting", "now"), this.figure(counts.approved, "approved"),
      this.figure(counts.rejected, "rejected"), this.figure(counts.escalated, "escalated")];
  }

  right() {
    return [this.unsaved(), this.who(), this.button("help", "?", "Keys", () => this.setMode("help"), "quiet")];
  }

  who() {
    const button = el("button", "button quiet name", said("span", "isolate", this.data.moderator));
    button.type = "button";
    button.title = "Who decides here; press to change";
    button.setAttribute("aria-label", `Moderator: ${this.data.moderator}; press to change`);
    button.addEventListener("click", () => this.rename());
    return button;
  }

  rename() {
    if (this.outbox.length) { this.tellDraw("Wait until everything is saved, then change the name."); return; }
    const field = el("input", "name-field");
    field.value = this.data.moderator;
    field.maxLength = 80;
    field.setAttribute("aria-label", "Moderator");
    const done = (isKept) => {
      if (isKept && field.value.trim() && field.value.trim() !== this.data.moderator) {
        this.data = { ...this.data, moderator: field.value.trim() };
        this.past = [];
        this.send();
      }
      field.onblur = null;
      field.remove();
      this.draw();
      this.host.focus({ preventScroll: true });
    };
    field.onkeydown = (event) => {
      if (event.key === "Enter") done(true);
      if (event.key === "Escape") done(false);
    };
    field.onblur = () => done(true);
    this.parts.right.replaceChildren(field);
    field.select();
  }

  drawFilters() {
    const active = this.root.activeElement;
    if (active && active.matches("select")) return;
    const choices = this.data.choices;
    const shown = JSON.stringify([choices, this.filter]);
    if (shown === this.shownFilters) return;
    this.shownFilters = shown;
    this.parts.filters.replaceChildren(
      this.pick("state", "Queue", null, choices.states), this.pick("reason", "Reason", "Any reason", choices.reasons),
      this.pick("label", "Label", "Any label", choices.labels), this.pick("thread", "Article", "Any article", choices.threads),
    );
  }

  pick(name, title, anything, options) {
    const box = el("select", this.filter[name] && anything ? "set" : "");
    box.setAttribute("aria-label", title);
    if (anything) box.append(new Option(anything, ""));
    const chosen = this.filter[name] ? JSON.stringify(this.filter[name]) : "";
    for (const one of options) {
      const counted = one.count === null ? one.title : `${one.title} (${one.count.toLocaleString("en-GB")})`;
      const option = new Option(counted, JSON.stringify(one.value));
      option.dir = "auto";
      box.append(option);
    }
    if (chosen && ![...box.options].some((option) => option.value === chosen)) box.append(new Option("(none left)", chosen));
    box.value = chosen;
    box.addEventListener("change", () => {
      this.filter = { ...this.filter, [name]: box.value ? JSON.parse(box.value) : null };
      if (name === "state") this.filter = { state: this.filter.state, reason: null, label: null, thread: null };
      box.blur();
      this.host.focus({ preventScroll: true });
      this.send();
    });
    return box;
  }

  figure(number, word, extra = "") {
    return el("span", `figure ${extra}`, el("b", "", number.toLocaleString("en-GB")), ` ${word}`);
  }

  unsaved() {
    if (!this.outbox.length) return el("span", "saved", "All saved");
    const badge = el("span", "unsaved", `${this.outbox.length} unsaved`);
    badge.id = "unsaved";
    badge.title = "Sent again until the server has written them; keep this tab open.";
    return badge;
  }

  main(item) {
    return el("main", "main", this.card(item), this.actions(item), this.upNext());
  }

  upNext() {
    const place = this.items.findIndex((item) => item.id === this.at);
    const rest = this.items.slice(place + 1, place + 5);
    if (!rest.length) return null;
    const list = el("ul", "next");
    for (const item of rest) {
      const text = item.runs.map((run) => (run.hidden ? `[${run.text}]` : run.text)).join("").replace(/\s+/g, " ").slice(0, 160);
      list.append(el("li", "", said("span", "next-author isolate", item.author), said("span", "next-text isolate", text)));
    }
    return el("section", "up-next", el("h3", "", "Up next"), list);
  }

  card(item) {
    const place = this.items.indexOf(item);
    const body = said("p", "comment", "");
    for (const run of item.runs) body.append(this.run(run));
    const card = el("article", "card",
      this.where(item, place),
      item.parent && this.quote("In reply to", item.parent.author, item.parent.text, item.parent.when),
      !item.parent && item.reply_to && el("p", "context-line", "In reply to ", said("b", "isolate", item.reply_to)),
      item.article && item.article.paragraph && this.quote("It quotes the article", null, item.article.paragraph, null),
      this.byline(item),
      body,
      this.legend(item));
    card.setAttribute("aria-label", `Comment ${place + 1} of ${this.items.length} that you hold`);
    card.dataset.item = item.id;
    card.dataset.seal = seal(item);
    return card;
  }

  where(item, place) {
    const article = item.article;
    const title = article ? link(article.link, "article-title isolate", article.title) : el("span", "muted", "No article known");
    return el("div", "where",
      el("div", "where-title", el("span", "muted", "On "), title, article && article.site && said("span", "muted isolate site", article.site)),
      el("span", "muted place", `${place + 1} of ${this.items.length} you hold`));
  }

  quote(head, author, text, when) {
    const box = el("details", "quote",
      el("summary", "", el("span", "muted", author ? `${head} ` : head), author && said("b", "isolate", author), when && el("span", "muted", " · ", time(when))),
      said("blockquote", "", text));
    box.open = text.length < 400;
    return box;
  }

  byline(item) {
    const parts = [];
    if (item.when) parts.push(time(item.when));
    if (item.edited) parts.push("edited");
    if (item.likes !== null) parts.push(count(item.likes, "like", "likes"));
    if (item.dislikes) parts.push(count(item.dislikes, "dislike", "dislikes"));
    if (item.link) parts.push(link(item.link, "", "open on the site"));
    const line = el("div", "byline", said("h2", "author isolate", item.author));
    const meta = el("div", "meta");
    parts.filter(Boolean).forEach((part, at) => meta.append(...(at ? [" · ", part] : [part])));
    const total = item.reports.reduce((sum, one) => sum + one.count, 0);
    if (total) {
      const reasons = item.reports.map((one) => (one.count > 1 ? `${one.reason} × ${one.count}` : one.reason));
      const flag = said("span", "reports", `${count(total, "report", "reports")}: ${reasons.join(", ")}`);
      line.append(meta, flag);
    } else {
      line.append(meta);
    }
    return line;
  }

  run(run) {
    if (run.hidden) {
      const mark = el("span", "hidden-char", run.text);
      mark.title = "A character that hides or reorders text stood here";
      return mark;
    }
    if (!run.label) return run.quoted ? el("q", "quoted", run.text) : document.createTextNode(run.text);
    const mark = el("mark", `label ${run.label}${run.quoted ? " quoted" : ""}`, run.text);
    mark.title = run.hint;
    return mark;
  }

  legend(item) {
    if (!item.legend.length) return el("p", "legend muted", "No single words stand out.");
    const legend = el("p", "legend");
    legend.append(el("span", "muted", "Marked: "));
    for (const one of item.legend) legend.append(el("span", "legend-item", el("span", `swatch label ${one.label}`, one.title)));
    return legend;
  }

  actions(item) {
    const bar = el("div", "actions");
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "Decide this comment");
    if (this.mode === "reason") bar.append(this.reasons());
    else {
      bar.append(el("div", "buttons",
        this.button("approve", "F", "Approve", () => this.decide("approve"), "approve"),
        this.button("reject", "D", "Reject", () => this.startReject(), "reject"),
        this.button("skip", "S", "Skip", () => this.decide("skip")),
        this.button("escalate", "E", "Escalate", () => this.decide("escalate")),
        this.button("undo", "Z", "Undo", () => this.undo(), this.past.length ? "" : "faint"),
        el("span", "spring"),
        this.button("previous", "K", "Previous", () => this.step(-1), "quiet"),
        this.button("next", "J", "Next", () => this.step(1), "quiet")));
    }
    bar.append(this.noteField(item));
    return bar;
  }

  button(name, key, title, act, className = "") {
    const button = el("button", `button ${className}`, keyCap(key), title);
    button.type = "button";
    button.id = `do-${name}`;
    button.setAttribute("aria-keyshortcuts", key);
    button.addEventListener("click", () => act());
    return button;
  }

  reasons() {
    const box = el("div", "reasons", el("p", "ask", "Reject: why? ", el("span", "muted", "one key decides, Esc goes back")));
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Reason for the rejection");
    const grid = el("div", "reason-grid");
    for (const reason of this.data.reasons) {
      grid.append(this.button(`reason-${reason.code}`, reason.key.toUpperCase(), reason.title, () => this.reject(reason), "reason"));
    }
    grid.append(this.button("cancel", "Esc", "Back", () => this.setMode("read"), "quiet reason"));
    box.append(grid);
    return box;
  }

  noteField(item) {
    if (this.mode !== "note" && !this.noteOf(item)) {
      return el("div", "note-line", this.button("note", "N", "Add a note", () => this.startNote(), "quiet small"));
    }
    const label = el("label", "note", el("span", "muted", "Note for the record; it goes with a rejection or an escalation. Esc leaves the field."));
    const field = el("textarea", "");
    field.id = "note";
    field.rows = 2;
    field.maxLength = 2000;
    field.dir = "auto";
    field.dataset.item = item.id;
    field.value = this.notes.get(item.id) || "";
    field.addEventListener("input", () => this.notes.set(item.id, field.value));
    label.append(field);
    return label;
  }

  aside(item) {
    const side = el("aside", "aside", this.why(item), this.scores(item), this.history(item), this.facts(item));
    side.setAttribute("aria-label", "What is known about this comment");
    return side;
  }

  section(title, ...children) {
    return el("section", "section", el("h3", "", title), ...children);
  }

  why(item) {
    const list = el("ul", "why");
    for (const one of item.why) {
      const entry = el("li", `why-${one.kind}`, el("span", one.label ? `dot ${one.label}` : "dot"), said("span", "why-text", one.text));
      for (const detail of one.details) entry.append(said("p", "detail", detail));
      if (one.cautions.length) {
        entry.append(el("p", "detail caution", el("b", "", "Known false alarms: "), said("span", "isolate", one.cautions.join(" · "))));
      }
      list.append(entry);
    }
    return this.section("Why it is here", item.why.length ? list : el("p", "muted", "No reason was kept."));
  }

  scores(item) {
    const table = el("div", "scores");
    for (const bar of item.scores.bars) {
      const over = bar.threshold !== null && bar.value >= bar.threshold;
      const fill = el("span", `fill ${over ? "over" : ""}`);
      fill.style.width = `${Math.round(bar.value * 1000) / 10}%`;
      const track = el("span", "track", fill);
      if (bar.threshold !== null) {
        const tick = el("span", "tick");
        tick.style.left = `${bar.threshold * 100}%`;
        tick.title = `The policy asks for a look from ${bar.threshold.toFixed(2)}`;
        track.append(tick);
      }
      const spoken = bar.threshold === null ? ", no threshold" : `, threshold ${bar.threshold.toFixed(2)}${over ? ", reached" : ""}`;
      table.append(el("div", `score ${over ? "over" : ""}`,
        el("span", "score-name", bar.title), track,
        el("span", "score-value", bar.value.toFixed(2), el("span", "sr-only", spoken))));
    }
    const none = item.scores.uncovered;
    return this.section("Scores",
      table.childElementCount ? table : el("p", "muted", "No score."),
      none.length ? el("p", "muted small", `Nothing covers: ${none.join(", ").toLowerCase()}.`) : "");
  }

  history(item) {
    const record = item.history;
    if (!record) return this.section("The author here", el("p", "muted", "Nothing known."));
    const others = record.comments - 1;
    const figures = others > 0
      ? `${count(record.comments, "comment", "comments")} · ${record.approved} approved · ${record.rejected} rejected`
      : "First comment that this queue has seen from this author.";
    const list = el("ul", "others");
    for (const other of record.latest) {
      list.append(el("li", "", el("span", `state ${other.state}`, STATE[other.state] || other.state), said("span", "other-text", other.text)));
    }
    return this.section("The author here", el("p", "", figures), record.latest.length ? list : "");
  }

  facts(item) {
    const box = el("details", "facts", el("summary", "", "More about this item"));
    const list = el("ul", "");
    for (const fact of item.facts) list.append(said("li", "", fact));
    box.append(list);
    return box;
  }

  nothing() {
    const waiting = this.data.counts.pending - this.outbox.length;
    const isDone = !this.outbox.length && !this.data.filtered && waiting <= 0 && this.data.filter.state === "pending";
    const title = isDone ? "Nicely done" : "Nothing more here right now";
    const text = this.outbox.length
      ? "Fetching the next comments…"
      : this.data.filtered
        ? "No comment that this filter lets through is free. Widen the filter above."
        : waiting > 0
          ? "The comments that wait are with other moderators, or you have skipped them."
          : "No comment is waiting.";
    return el("div", "nothing", el("h2", "", title), el("p", "muted", text),
      this.past.length ? el("div", "buttons centre", this.button("undo", "Z", "Undo", () => this.undo())) : "");
  }

  help() {
    const rows = el("dl", "keys");
    for (const [key, what] of HELP) rows.append(el("dt", "", keyCap(key)), el("dd", "", el("span", "sr-only", `${key}: `), what));
    const box = el("div", "help-box", el("h2", "", "Keys"), rows,
      el("p", "muted", "A key counts only for a comment that has been on your screen. Keys rest while you type."),
      this.button("close-help", "Esc", "Close", () => this.setMode("read"), "quiet"));
    box.id = "help";
    box.tabIndex = -1;
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-modal", "true");
    box.setAttribute("aria-label", "Keys");
    const veil = el("div", "veil", box);
    veil.addEventListener("click", (event) => { if (event.target === veil) this.setMode("read"); });
    return veil;
  }
}

function seal(item) {
  return `${item.id}.${item.revision}`;
}
