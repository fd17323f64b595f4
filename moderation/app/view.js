/* The desk as it looks: its bars, the comment in view, its buttons. What it does stands in desk.js. */

const HEADER_PX = 60; // Streamlit's own, which lies over the page

const HELP = [
  ["F", "Approve"], ["D", "Reject, then one key for the reason"], ["S", "Skip: somebody else will see it"],
  ["E", "Escalate to a senior moderator"], ["Z", "Undo your last decision"], ["J", "Next, without deciding"],
  ["K", "Previous, without deciding"], ["N", "Write a note, for a rejection or an escalation"],
  ["Esc", "Leave the note, the reasons or this list"], ["?", "This list"],
];

class View {
  draw() {
    const item = this.current();
    this.parts.counts.replaceChildren(...this.counts());
    this.drawRight();
    this.drawFilters();
    this.drawBody(item);
    this.drawBar(item);
    this.parts.over.replaceChildren(this.mode === "help" ? this.help() : "");
    this.host.dataset.item = item ? item.id : "";
    this.notePaint();
  }

  /* What is unchanged stays as it is: selected text, an open quotation. */
  drawBody(item) {
    const wanted = JSON.stringify([
      this.items.map(seal), this.at, item ? item.version : null,
      item ? null : [this.outbox.length > 0, this.data.counts.pending, this.data.filtered],
    ]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    this.parts.body.replaceChildren(item ? el("div", "columns", this.main(item), this.aside(item)) : this.nothing());
    requestAnimationFrame(() => this.stick());
  }

  /* Give the desk the window's height, so that its buttons stand at the bottom of the window from the start. */
  fit() {
    let scroller = this.root.host || this.root.parentElement;
    let below = 0;
    while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowY)) {
      below += parseFloat(getComputedStyle(scroller).paddingBottom) || 0;
      scroller = scroller.parentElement;
    }
    if (!scroller) return;
    const above = this.host.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    this.host.style.setProperty("--above", `${above}px`);
    this.host.style.setProperty("--below", `${below}px`);
    // What Tab and Page Down bring up must not come up behind the header or the buttons.
    scroller.style.scrollPadding = `${HEADER_PX}px 0 ${this.parts.bar.offsetHeight}px`;
    this.stick();
  }

  /* Of comment and reasons the shorter stays in sight beside the longer; one that fills the window, its end. */
  stick() {
    const bar = this.parts.bar.offsetHeight;
    for (const side of this.root.querySelectorAll(".main, .aside")) {
      side.style.top = `${Math.min(HEADER_PX + 12, window.innerHeight - bar - side.offsetHeight)}px`;
    }
  }

  /* The buttons are made once and stand in one place, whatever the comment above them is like. */
  drawBar(item) {
    const tone = this.notice ? this.notice.tone : "empty";
    this.parts.notice.className = `notice ${tone}`;
    this.parts.notice.replaceChildren(this.notice ? said("span", "", this.notice.text) : "");
    const last = this.past[this.past.length - 1];
    for (const [name, button] of Object.entries(this.buttons)) button.disabled = name === "undo" ? !last : !item;
    this.buttons.undo.title = last ? `Takes back: ${VERB[last.entry.kind].toLowerCase()}, the comment by ${last.item.author}` : "";
    this.buttons.reject.setAttribute("aria-expanded", String(this.mode === "reason"));
    const wanted = JSON.stringify([this.mode === "help" ? "read" : this.mode, item && seal(item), Boolean(item && this.noteOf(item))]);
    if (wanted === this.drawer) return;
    this.drawer = wanted;
    const note = this.root.querySelector("#note");
    const caret = note && this.root.activeElement === note && item && note.dataset.item === item.id
      ? [note.selectionStart, note.selectionEnd] : null;
    this.parts.drawer.replaceChildren(...(item ? [this.mode === "reason" && this.reasons(), this.noteField(item)].filter(Boolean) : []));
    const again = caret && this.root.querySelector("#note");
    if (again) { again.focus(); again.setSelectionRange(...caret); }
  }

  counts() {
    const counts = this.data.counts;
    const isPending = this.data.filter.state === "pending";
    const left = isPending ? this.outbox.filter((entry) => entry.kind !== "undo" && entry.kind !== "skip").length : 0;
    const waiting = Math.max(counts.pending - left, isPending ? this.items.length : 0, 0);
    return [this.figure(waiting, "waiting", "now"), this.figure(counts.approved, "approved by policy or person"),
      this.figure(counts.rejected, "rejected"), this.figure(counts.escalated, "escalated")];
  }

  /* The name and the keys stay the same nodes, so that they keep the focus while the rest is drawn anew. */
  drawRight() {
    if (!this.who) {
      this.who = this.nameButton();
      this.saved = el("span", "saved-state");
      this.keys = this.button("help", "?", "Keys", () => this.setMode("help"), "quiet");
      this.parts.right.replaceChildren(this.saved, this.who, this.keys);
    }
    this.saved.replaceChildren(this.unsaved());
    this.who.replaceChildren(el("span", "muted", "Moderator "), said("span", "isolate", this.data.moderator));
    this.who.setAttribute("aria-label", `Moderator: ${this.data.moderator}; press to change`);
  }

  nameButton() {
    const button = el("button", "button quiet name");
    button.type = "button";
    button.title = "Who decides here; press to change";
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
      field.replaceWith(this.who);
      this.draw();
      this.host.focus({ preventScroll: true });
    };
    field.onkeydown = (event) => {
      if (event.key === "Enter") done(true);
      if (event.key === "Escape") done(false);
    };
    field.onblur = () => done(true);
    this.who.replaceWith(field);
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
    return el("main", "main", this.card(item), this.upNext());
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
    for (const run of item.runs) body.append(drawRun(run));
    const card = el("article", "card",
      drawWhere(item, place, this.items.length),
      item.parent && drawQuote("In reply to", item.parent.author, item.parent.text, item.parent.when),
      !item.parent && item.reply_to && el("p", "context-line", "In reply to ", said("b", "isolate", item.reply_to)),
      item.article && item.article.paragraph && drawQuote("It quotes the article", null, item.article.paragraph, null),
      drawByline(item),
      body,
      drawLegend(item));
    card.setAttribute("aria-label", `Comment ${place + 1} of ${this.items.length} that you hold`);
    card.dataset.item = item.id;
    card.dataset.seal = seal(item);
    return card;
  }

  /* The row of buttons, and above it what was done last, the reasons and the note. */
  bar() {
    const quiet = "quiet";
    const made = [
      this.button("approve", "F", "Approve", () => this.decide("approve"), "approve"),
      this.button("reject", "D", "Reject", () => this.toggleReject(), "reject"),
      this.button("skip", "S", "Skip", () => this.decide("skip")),
      this.button("escalate", "E", "Escalate", () => this.decide("escalate")),
      this.button("undo", "Z", "Undo", () => this.undo()),
      this.button("note", "N", "Note", () => this.startNote(), quiet),
      this.button("previous", "K", "Previous", () => this.step(-1), quiet),
      this.button("next", "J", "Next", () => this.step(1), quiet),
    ];
    this.buttons = Object.fromEntries(made.map((button) => [button.id.slice("do-".length), button]));
    const row = el("div", "buttons", made.slice(0, -2), el("span", "spring"), made.slice(-2));
    row.setAttribute("role", "toolbar");
    row.setAttribute("aria-label", "Decide this comment");
    return el("footer", "actions", this.parts.notice, this.parts.drawer, row);
  }

  button(name, key, title, act, className = "") {
    const button = el("button", `button ${className}`, keyCap(key), el("span", "button-title", title));
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
    if (this.mode !== "note" && !this.noteOf(item)) return null;
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
    const side = el("aside", "aside", drawReasons(item), drawScores(item), drawHistory(item), drawFacts(item));
    side.setAttribute("aria-label", "What is known about this comment");
    return side;
  }

  nothing() {
    const waiting = this.data.counts.pending - this.outbox.length;
    const isNew = Object.values(this.data.counts).every((number) => number === 0);
    const isDone = !this.outbox.length && !this.data.filtered && waiting <= 0 && this.data.filter.state === "pending";
    const title = isNew ? "No comments yet" : isDone ? "Nicely done" : "Nothing more here right now";
    const text = this.outbox.length
      ? "Fetching the next comments…"
      : this.data.filtered
        ? "No comment that this filter lets through is free. Widen the filter above."
        : waiting > 0
          ? "The comments that wait are with other moderators, or you have skipped them."
          : isNew ? "Bring some in: moderation import FILE" : "No comment is waiting.";
    return el("div", "nothing", el("h2", "", title), el("p", "muted", text));
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
