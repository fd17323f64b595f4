/* A list of comments as it looks: its bar, its rows with their buttons. What is done in it stands in comments.js. */

const MORE = "There is more of this comment than was shown. Here is all of it; press again to decide.";

class Rows {
  draw() {
    this.host.classList.toggle("plain-list", Boolean(this.data.plain));
    const { article, rows, empty } = this.data;
    this.host.classList.toggle("waiting-only", this.waitingOnly);
    this.host.replaceChildren(...[
      article && this.article(article),
      rows.length > 1 && !this.data.plain && this.bar(),
      rows.length ? el("ol", "list", rows.map((row) => this.row(row))) : el("p", "muted empty", empty),
      this.last,
    ].filter(Boolean));
    this.drawLast();
    // Only what comes on the screen is laid out and measured: 500 comments at once take most of a second.
    this.inSight.disconnect();
    for (const body of this.host.querySelectorAll(".text:not(.whole)")) this.inSight.observe(body);
  }

  /* What is cut off says so, and how to read on: a rule of style alone would look like the end of the comment. */
  markCut(body) {
    if (!isCut(body) || body.classList.contains("cut")) return;
    body.classList.add("cut");
    const more = el("button", "plain more", "Show all of it");
    more.type = "button";
    more.dataset.act = "more";
    more.addEventListener("click", () => this.showWhole(body.closest("li")));
    body.after(more);
  }

  showWhole(entry) {
    this.whole.add(entry.dataset.item);
    requestAnimationFrame(() => requestAnimationFrame(() => this.noteReading()));
    entry.querySelector(".text").classList.replace("cut", "whole");
    entry.querySelector(".more").remove();
    entry.querySelector(".acts button").focus();
  }

  article(article) {
    const text = el("details", "article-text", el("summary", "", "The article"));
    for (const paragraph of article.paragraphs) text.append(said("p", "", paragraph));
    return el("header", "article", el("h2", "", link(article.link, "isolate", article.title)),
      article.site && said("span", "muted isolate", article.site), article.paragraphs.length ? text : null);
  }

  bar() {
    if (this.data.selectable) {
      const all = this.box(this.chosen.size === this.data.rows.length, "Choose all", (on) => {
        this.chosen = new Set(on ? this.data.rows.map((row) => row.item) : []);
        this.choose();
      });
      all.firstChild.dataset.act = "all";
      return el("div", "bar", all, el("span", "muted", `${this.chosen.size} of ${this.data.rows.length} chosen`));
    }
    const waiting = this.data.rows.filter((row) => this.stateOf(row) === "pending").length;
    const only = this.box(this.waitingOnly, "Only what waits", (on) => { this.waitingOnly = on; this.redraw(); });
    only.firstChild.dataset.act = "only";
    return el("div", "bar", el("span", "muted", `${this.data.which || ""}${count(this.data.rows.length, "comment", "comments")}, ${waiting} waiting`), only, this.walkHint());
  }

  walkHint() {
    const caps = ["next", "previous"].map((name) => this.data.keys[name]).filter(Boolean).map((key) => keyCap(key.toUpperCase()));
    return caps.length ? el("span", "muted walk", caps, "next, previous") : null;
  }

  box(isOn, title, act) {
    const box = el("input");
    box.type = "checkbox";
    box.checked = isOn;
    box.addEventListener("change", () => act(box.checked));
    return el("label", "tick", box, title);
  }

  row(row) {
    const state = this.stateOf(row);
    const body = said("div", row.item && this.whole.has(row.item) ? "text whole" : "text", "");
    for (const run of row.runs) body.append(drawRun(run, this.data.covers));
    const isOfMany = row.article && !this.data.by_author && !this.data.one_thread;
    const head = el("div", "head", this.data.by_author ? articleOf(row) : this.author(row),
      row.when && time(row.when), el("span", `state ${state}`, STATE[state] || ""), isOfMany && el("span", "on", "On ", articleOf(row)));
    const entry = el("li", `row ${state}`, head, body, row.why.length ? said("div", "why", row.why.join(" · ")) : null,
      row.asked ? said("div", "asked", row.asked) : null,
      row.item && this.saidOf(row) ? el("div", "told", this.saidOf(row)) : null, this.actions(row, state),
      this.asking === row.item && row.item ? this.reasons(row) : null);
    entry.style.setProperty("--depth", Math.min(row.depth || 0, 6));
    if (row.item) entry.dataset.item = row.item;
    return entry;
  }

  /* Below a text that fills the window nobody would see why a press did not count. */
  isToldBelow(item) {
    return this.whole.has(item);
  }

  /* What a comment is, or what it becomes once the server has written the press. */
  stateOf(row) {
    const sent = this.outbox.findLast((entry) => entry.item === row.item);
    return (sent ? sent.becomes : row.state) || "none";
  }

  author(row) {
    const name = authorButton(row, (page, params) => this.trigger("go", { page, params }));
    name.dataset.act = "author";
    return el("b", "", name);
  }

  actions(row, state) {
    const box = el("div", "acts");
    if (!row.item) return box;
    if (this.data.selectable) {
      const tick = this.box(this.chosen.has(row.item), "Choose", (on) => {
        if (on) this.chosen.add(row.item); else this.chosen.delete(row.item);
        this.choose();
      });
      tick.firstChild.dataset.act = "choose";
      tick.firstChild.setAttribute("aria-label", `Choose the comment by ${row.author}`);
      box.append(tick);
    } else if (this.mayDecide(row)) {
      if (state !== "approved") box.append(this.button(row, "approve", "Approve", () => this.decide(row, "approve")));
      if (state !== "rejected") box.append(this.reject(row));
    }
    const open = el("button", "plain", "Open");
    open.type = "button";
    open.dataset.act = "open";
    open.setAttribute("aria-label", `Open the comment by ${row.author}`);
    open.addEventListener("click", () => this.trigger("go", { page: "queue", params: { item: row.item } }));
    box.append(open);
    return box;
  }

  mayDecide(row) {
    return this.data.may_decide && !this.data.selectable && (row.state !== "escalated" || this.data.is_senior);
  }

  /* Its key counts where the focus is, so only there the key is shown; its place is kept, so that nothing moves. */
  button(row, name, title, act) {
    const key = (this.data.keys[name] || "").toUpperCase();
    const button = el("button", `button ${name}`, key && keyCap(key), title);
    button.type = "button";
    button.dataset.act = name;
    if (key) button.setAttribute("aria-keyshortcuts", key);
    button.setAttribute("aria-label", `${title.replace("…", "")} the comment by ${row.author}`);
    button.addEventListener("click", () => { if (this.isSeen(row, name)) act(); });
    return button;
  }

  /* A button and not a <select>: of a closed one, an arrow key that was meant to scroll chooses a reason. */
  reject(row) {
    const button = this.button(row, "reject", "Reject…", () => this.ask(this.asking === row.item ? null : row.item, row.item));
    button.setAttribute("aria-expanded", String(this.asking === row.item));
    return button;
  }

  reasons(row) {
    const box = el("div", "reasons", this.data.reasons.map((reason) => {
      const button = el("button", "button reason", keyCap(reason.key.toUpperCase()), reason.title);
      button.type = "button";
      button.dataset.act = `reason-${reason.code}`;
      button.dataset.key = reason.key;
      button.setAttribute("aria-keyshortcuts", reason.key.toUpperCase());
      button.addEventListener("click", () => this.decide(row, "reject", reason));
      return button;
    }));
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `Why reject the comment by ${row.author}?`);
    return box;
  }

  /* What was decided last, with the way back: at the bottom of the window, where it moves nothing. */
  makeLast() {
    this.last = el("div", "last");
    this.undoButton = el("button", "button", keyCap(""), "Undo");
    this.undoButton.type = "button";
    this.undoButton.dataset.act = "undo";
    this.undoButton.addEventListener("click", () => this.undo());
    this.lastText = said("span", "last-text", "");
    this.unsaved = el("span", "unsaved", "");
    this.last.append(this.lastText, this.unsaved, this.undoButton);
  }

  drawLast() {
    const one = this.past[this.past.length - 1];
    const key = (this.data.keys.undo || "").toUpperCase();
    const below = this.told && this.isToldBelow(this.told[0]) ? this.told[1] : "";
    this.last.hidden = !one && !this.outbox.length && !below;
    this.lastText.textContent = below || (one ? one.what : "");
    this.lastText.classList.toggle("told", Boolean(below));
    this.unsaved.textContent = this.outbox.length ? `${this.outbox.length} unsaved` : "";
    this.undoButton.hidden = !one;
    this.undoButton.firstChild.textContent = key;
    this.undoButton.firstChild.hidden = !key;
  }
}

/* What the page scrolls in: Streamlit's own part of it. */
function scrollerOf(host) {
  let node = host.getRootNode().host || host;
  while (node.parentElement && !/auto|scroll/.test(getComputedStyle(node).overflowY)) node = node.parentElement;
  return node;
}

function isCut(text) {
  return text.scrollHeight > text.clientHeight + 1;
}

function articleOf(row) {
  return said("b", "isolate", row.article || "");
}
