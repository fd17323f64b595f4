/* The desk as it looks: its bars, the comment in view, its buttons. What it does stands in desk.js. */

const HEADER_PX = 60; // Streamlit's own, which lies over the page
const ONE_COLUMN = "(max-width: 62rem)"; // as in panel.css

const DECIDING = ["approve", "reject", "spam", "skip", "escalate", "undo", "note"];

class View extends Top {
  draw() {
    const item = this.current();
    this.drawTabs();
    this.drawRight();
    this.drawFilters();
    this.drawBody(item);
    this.drawBar(item);
    this.parts.over.replaceChildren(this.mode === "help" ? this.help() : "");
    this.host.dataset.item = item ? item.id : "";
    if (this.broughtUp !== (item ? seal(item) : null)) this.bringUp(item);
    this.notePaint();
  }

  /* A comment comes up at its beginning, and in one column with as much of its own words in sight as there is room for:
   * below an article, a long name and what it answers they would come up under the buttons. */
  bringUp(item) {
    this.broughtUp = item ? seal(item) : null;
    if (!this.scroller) return;
    this.scroller.scrollTop = 0;
    if (!item || !window.matchMedia(ONE_COLUMN).matches) return;
    const { top, bottom } = this.inView();
    const [byline, text] = [".byline", ".comment"].map((part) => this.root.querySelector(part).getBoundingClientRect());
    this.scroller.scrollTop = Math.max(0, Math.min(byline.top - top, text.bottom + SLACK_PX - bottom));
  }

  /* The edges between which a comment can be read: below the header, above the buttons. */
  inView() {
    return { top: HEADER_PX, bottom: this.parts.bar.getBoundingClientRect().top };
  }

  /* Show what was not on the screen yet, and say why the press did not count. */
  readOn(item) {
    const [text, reading] = [this.root.querySelector(".comment"), this.readingOf(item)];
    this.tellDraw(reading.words(text, this.inView()), "warn");
    this.scroller.scrollTop += reading.way(text, this.inView()); // the message has made the bar higher
  }

  /* What is unchanged stays as it is: selected text, an open quotation. */
  drawBody(item) {
    if (!this.isFilled) return; // the first items are under way: nobody knows yet that there are none
    const wanted = JSON.stringify([
      this.items.map(seal), this.at, item ? item.version : null,
      item ? null : [this.outbox.length > 0, this.data.counts, this.data.filtered, this.data.elsewhere, this.data.escalated, this.data.skipped, this.filter.queue],
      this.data.covers, item && item.notes, item && item.held, item && item.held_here, this.filter.author,
    ]);
    if (wanted === this.drawn) return item && this.keepPlace(item);
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
    this.scroller = scroller;
    if (!scroller) return;
    const above = this.host.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    this.host.style.setProperty("--above", `${above}px`);
    this.host.style.setProperty("--below", `${below}px`);
    this.pad();
    this.stick();
  }

  /* What Tab and Page Down bring up must not come up behind the header or the buttons. Who types among the buttons is
   * left where they are: with room kept below the field each letter would scroll the comment further out of sight. */
  pad(isTyping = this.isTyping() && this.parts.bar.contains(this.root.activeElement)) {
    if (this.scroller) this.scroller.style.scrollPadding = `${HEADER_PX}px 0 ${isTyping ? 0 : this.parts.bar.offsetHeight}px`;
  }

  /* What opens above the buttons must not cover the comment that it is about: on a telephone both are as high as the screen. */
  keepInSight() {
    const text = this.root.querySelector(".comment");
    const { top, bottom } = text.getBoundingClientRect();
    const edge = this.parts.bar.getBoundingClientRect().top;
    const isIn = top >= HEADER_PX && bottom <= edge;
    if (isIn || bottom - top > edge - HEADER_PX) return; // of a longer one, what was read last stays
    this.fit(); // the bar is higher now
    this.pad(false);
    text.scrollIntoView({ block: "nearest" });
    this.pad();
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
    this.drawKeys();
    for (const name of DECIDING) this.buttons[name].hidden ||= !this.data.may_decide;
    const isConfirming = ["unmoderated", "watch"].includes(this.filter.queue);
    this.buttons.skip.disabled = !item || !this.data.leased;
    this.buttons.approve.disabled = !item || (item.state === "approved" && !isConfirming);
    this.buttons.reject.disabled = !item || item.state === "rejected";
    this.buttons.reject.setAttribute("aria-expanded", String(this.mode === "reason"));
    this.buttons.author.setAttribute("aria-expanded", String(["author", "hold"].includes(this.mode)));
    const wanted = JSON.stringify([this.mode === "help" ? "read" : this.mode, this.mode === "hold" && this.holding.effect, item && seal(item), Boolean(item && this.noteOf(item))]);
    if (wanted === this.drawer) return;
    this.drawer = wanted;
    const note = this.root.querySelector("#note");
    const caret = note && this.root.activeElement === note && item && note.dataset.item === item.id
      ? [note.selectionStart, note.selectionEnd] : null;
    this.parts.drawer.replaceChildren(...(item ? [this.mode === "reason" && this.reasons(), this.mode === "author" && this.authorChoices(item), this.mode === "hold" && this.holdChoices(item), this.noteField(item)].filter(Boolean) : []));
    const again = caret && this.root.querySelector("#note");
    if (again) { again.focus({ preventScroll: true }); again.setSelectionRange(...caret); }
  }

  /* The name and the keys stay the same nodes, so that they keep the focus while the rest is drawn anew. */
  drawRight() {
    if (!this.who) {
      this.who = this.nameButton();
      this.saved = el("span", "saved-state");
      this.keys = this.button("help", "Keys", () => this.setMode("help"), "quiet");
      this.behind = this.behindButton();
      this.parts.right.replaceChildren(this.behind, this.saved, this.who, this.keys);
    }
    this.drawBehind();
    // That all is saved goes without saying where the site is behind; the tabs leave no room for both.
    this.saved.replaceChildren(...(this.data.behind && !this.outbox.length ? [] : [this.unsaved()]));
    this.who.replaceChildren(...(this.data.behind ? [] : [el("span", "muted", "Moderator ")]), said("span", "isolate", this.data.title || this.data.moderator));
    this.who.setAttribute("aria-label", `Moderator: ${this.data.title || this.data.moderator}; press to change`);
  }

  /* What was decided and written here, and what the readers of the site do not see yet. */
  behindButton() {
    const button = el("button", "behind");
    button.type = "button";
    button.hidden = true;
    button.addEventListener("click", () => this.leaveFor("handover", {}));
    return button;
  }

  drawBehind() {
    const found = this.data.behind;
    this.behind.hidden = !found;
    if (!found) return;
    this.behind.textContent = `${found.count.toLocaleString("en-GB")} not on the site`;
    this.behind.title = `Rulings that have not reached the site, the first of ${found.since}; Handover says why.`;
  }

  nameButton() {
    const button = el("button", "button quiet name");
    button.type = "button";
    button.title = "Who decides here; press to change";
    button.addEventListener("click", () => this.rename());
    return button;
  }

  rename() {
    if (!this.data.may_rename) { this.tellDraw("You are signed in under this name."); return; }
    if (this.outbox.length) { this.tellDraw("Wait until everything is saved, then change the name."); return; }
    const field = el("input", "name-field");
    field.value = this.data.moderator;
    field.maxLength = 80;
    field.setAttribute("aria-label", "Moderator");
    const done = (isKept) => {
      if (isKept && field.value.trim() && field.value.trim() !== this.data.moderator) {
        this.data = { ...this.data, moderator: field.value.trim() };
        this.past = [];
        // Until the browser is closed: the page that is loaded anew goes on under the name that it shows.
        document.cookie = `${this.data.name_cookie}=${encodeURIComponent(this.data.moderator)}; path=/; SameSite=Strict`;
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
      list.append(el("li", "", said("span", "next-author isolate", item.author), shortText(item.runs, "next-text isolate", this.data.covers)));
    }
    return el("section", "up-next", el("h3", "", "Up next"), list);
  }

  card(item) {
    const place = this.items.indexOf(item);
    const body = said("p", "comment", "");
    for (const run of item.runs) body.append(drawRun(run, this.data.covers));
    const card = el("article", "card",
      drawWhere(item, this.placeOf(place), this.go),
      ...drawHeld(item.held_here),
      item.ruling && drawRuling(item.ruling),
      drawAncestors(item, this.data.covers),
      !item.ancestors.length && item.reply_to && el("p", "context-line", "In reply to ", said("b", "isolate", item.reply_to)),
      item.article && item.article.paragraph && drawQuote("It quotes the article", null, item.article.paragraph, null),
      drawByline(item, this.go),
      ...drawHeld(item.held),
      body,
      drawLegend(item, this.data.covers, this.data.keys.show),
      drawReplies(item, this.data.covers));
    card.setAttribute("aria-label", `Comment ${this.placeOf(place)}`);
    card.dataset.item = item.id;
    card.dataset.seal = seal(item);
    return card;
  }

  placeOf(place) {
    const fitting = this.fitting();
    if (this.data.leased) return `${place + 1} of ${this.items.length} you hold${fitting ? ` · ${fitting} found` : ""}`;
    const all = fitting || this.countOf(this.filter.queue).toLocaleString("en-GB");
    return `${Number(this.filter.start || 0) + place + 1} of ${all}`;
  }

  /* How many fit may have changed, and nothing else of the card. */
  keepPlace(item) {
    const [card, place] = [".card", ".place"].map((one) => this.root.querySelector(one));
    const words = this.placeOf(this.items.indexOf(item));
    if (place.textContent === words) return;
    place.textContent = words;
    card.setAttribute("aria-label", `Comment ${words}`);
  }

  /* The row of buttons, and above it what was done last, the reasons and the note. */
  bar() {
    const quiet = "quiet";
    const made = [
      this.button("approve", "Approve", () => this.decide("approve"), "approve"),
      this.button("reject", "Reject", () => this.toggleReject(), "reject"),
      this.button("spam", "Spam", () => this.asSpam(), "reject"),
      this.button("skip", "Skip", () => this.decide("skip")),
      this.button("escalate", "Escalate", () => this.decide("escalate")),
      this.button("undo", "Undo", () => this.undo()),
      this.button("note", "Note", () => this.startNote(), quiet),
      this.button("author", "Author", () => this.toggleAuthor(), quiet),
      this.button("previous", "Previous", () => this.step(-1), quiet),
      this.button("next", "Next", () => this.step(1), quiet),
    ];
    this.buttons = Object.fromEntries(made.map((button) => [button.id.slice("do-".length), button]));
    const row = el("div", "buttons", made.slice(0, -2), el("span", "spring"), made.slice(-2));
    row.setAttribute("role", "toolbar");
    row.setAttribute("aria-label", "Decide this comment");
    const bar = el("footer", "actions", this.parts.notice, this.parts.drawer, row);
    for (const change of ["focusin", "focusout"]) bar.addEventListener(change, () => this.pad());
    return bar;
  }

  /* The key is drawn by drawKeys, since a moderator may have set another. */
  button(name, title, act, className = "", key = null) {
    const button = el("button", `button ${className}`, keyCap(key || ""), el("span", "button-title", title));
    button.type = "button";
    button.id = `do-${name}`;
    if (key) button.setAttribute("aria-keyshortcuts", key);
    button.addEventListener("click", () => act());
    return button;
  }

  drawKeys() {
    const shown = JSON.stringify(this.data.keys);
    if (shown === this.shownKeys) return;
    this.shownKeys = shown;
    for (const [name, button] of Object.entries({ ...this.buttons, help: this.keys })) {
      const key = this.data.keys[name] || "";
      button.firstChild.textContent = key.toUpperCase();
      button.firstChild.hidden = !key;
      button.hidden = name === "spam" && !key;
      if (key) button.setAttribute("aria-keyshortcuts", key.toUpperCase()); else button.removeAttribute("aria-keyshortcuts");
    }
  }

  reasons() {
    const box = el("div", "reasons", el("p", "ask", "Reject: why? ", el("span", "muted", "one key decides, Esc goes back")));
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Reason for the rejection");
    const grid = el("div", "reason-grid");
    for (const reason of this.data.reasons) {
      grid.append(this.button(`reason-${reason.code}`, reason.title, () => this.reject(reason), "reason", reason.key.toUpperCase()));
    }
    grid.append(this.button("cancel", "Back", () => this.setMode("read"), "quiet reason", "Esc"));
    box.append(grid);
    return box;
  }

  authorChoices(item) {
    const box = el("div", "reasons quiet-box", el("p", "ask", "About ", said("span", "isolate", item.author), " ", el("span", "muted", "one key, Esc goes back")),
      drawHeld(item.held));
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "What can be done about the author");
    const grid = el("div", "reason-grid");
    for (const one of this.data.author_choices) {
      grid.append(this.button(`author-${one.effect}`, one.title, () => this.aboutAuthor(one), "reason", one.key.toUpperCase()));
    }
    box.append(grid);
    return box;
  }

  /* How long a hold on the author is to stand, and why, for the others. */
  holdChoices(item) {
    const { title, effect, ends } = this.holding;
    const box = el("div", "reasons quiet-box", el("p", "ask", `${title}: `, said("span", "isolate", item.author), " ", el("span", "muted", "one key says how long, Esc goes back")));
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `${title}: how long`);
    const grid = el("div", "reason-grid");
    for (const end of ends) {
      grid.append(this.button(`hold-${effect}-${end.key}`, end.title, () => this.holdAuthor(end), "reason", end.key));
    }
    const why = el("input", "hold-note");
    Object.assign(why, { id: "hold-note", maxLength: 300, dir: "auto" });
    const key = this.data.keys.note;
    box.append(el("label", "note", key && keyCap(key.toUpperCase()), el("span", "muted", " Why, for the others; Esc leaves the field"), why), grid);
    return box;
  }

  noteField(item) {
    if (this.mode !== "note" && !this.noteOf(item)) return null;
    const label = el("label", "note", el("span", "muted", "Goes on record with what you decide. Esc leaves the field."));
    const field = el("textarea", "");
    field.id = "note";
    field.rows = 2;
    field.maxLength = 2000;
    field.dir = "auto";
    field.dataset.item = item.id;
    field.value = this.notes.get(item.id) || "";
    field.addEventListener("input", () => this.notes.set(item.id, field.value));
    label.append(field);
    const keep = this.plainButton("Keep as a note of the house, without deciding", () => this.keepNote(item));
    return el("div", "", label, keep);
  }

  aside(item) {
    const side = el("aside", "aside", drawNotes(item), drawReasons(item), drawDoubles(item, this.data.covers, this.go), drawScores(item),
      drawHistory(item, this.data.covers, this.onlyTheirs(item)), drawFacts(item));
    side.setAttribute("aria-label", "What is known about this comment");
    return side;
  }

  /* What shows an author's comments alone, where that would narrow the view. */
  onlyTheirs(item) {
    const isKnown = item.writer[1] || item.writer[2];
    if (!isKnown || this.filter.author || this.filter.queue === "watch") return null;
    return () => this.narrow({ author: item.writer });
  }

  nothing() {
    const waiting = this.countOf(this.filter.queue);
    const isNew = Object.values(this.data.counts).every((number) => number === 0);
    const isDone = !this.outbox.length && !this.data.filtered && waiting <= 0 && this.data.leased;
    const title = isNew ? "No comments yet" : isDone ? "Nicely done" : "Nothing here";
    let text = "No comment is waiting.";
    if (this.outbox.length) text = "Fetching the next comments…";
    else if (isNew) text = "Bring some in: moderation import FILE";
    else if (this.filter.words && !/[\p{L}\p{N}_]/u.test(this.filter.words)) text = "The search looks for words; emoji and other signs alone are not found.";
    else if (this.data.escalated) text = "This comment was escalated: a senior moderator decides it. Handover shows it.";
    else if (this.data.filtered && this.data.elsewhere) text = "What fits is on another screen just now, another tab of yours perhaps, or you have skipped it. It comes here within three minutes of being left.";
    else if (this.data.filtered) text = "No comment in this queue fits what is asked for above.";
    else if (waiting > 0 && this.data.leased) text = "The comments that wait are with other moderators, or you have skipped them.";
    const skipped = this.outbox.length ? 0 : this.data.skipped;
    if (skipped && text.startsWith("The comments that wait")) text = `You have skipped ${count(skipped, "comment that still waits", "comments that still wait")}; others may have the rest.`;
    const again = skipped > 0
      && this.plainButton("Bring back what I skipped", () => this.ask({ what: "unskip", view: this.filter }));
    const whole = this.data.filtered && !this.outbox.length
      && this.plainButton("Show the whole queue", () => { this.filter = { queue: this.filter.queue }; this.changed(); });
    return el("div", "nothing", el("h2", "", title), el("p", "muted", text), whole, again);
  }

  helpRows() {
    const set = this.data.actions.filter((action) => this.data.keys[action.name]);
    const rows = set.map((action) => [this.data.keys[action.name].toUpperCase(), action.title]);
    return [...rows, ["1-7", "The queue with that number"], ["Esc", "Leave the note, the reasons or this list"]];
  }

  help() {
    const rows = el("dl", "keys");
    for (const [key, what] of this.helpRows()) rows.append(el("dt", "", keyCap(key)), el("dd", "", el("span", "sr-only", `${key}: `), what));
    const box = el("div", "help-box", el("h2", "", "Keys"), rows,
      el("p", "muted", "A key counts only for a comment that has been on your screen. A long one is approved once its end was: each press before shows the next part. Keys rest while you type. Other keys, the WordPress ones among them, are set under Settings."),
      this.button("close-help", "Close", () => this.setMode("read"), "quiet", "Esc"));
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
