/* Comments as a list: a thread in its order, an author's record, a choice of many. Decided in place, row by row. */

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const host = parentElement.querySelector("#comments");
  applyScheme(host);
  if (!host.list) host.list = new List(host, parentElement.querySelector("#live"));
  host.list.receive(data, setTriggerValue);
}

class List {
  constructor(host, live) {
    this.host = host;
    this.live = live;
    this.chosen = new Set();
    this.whole = new Set(); // items whose long text is shown to its end
    this.asking = null; // the item of which the reasons for a rejection are open
    this.decided = null; // the item that was decided and not drawn anew yet
    this.told = null; // the item of which there was more than was shown
    this.waitingOnly = false;
    this.inSight = new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) this.markCut(one.target);
    });
    host.addEventListener("keydown", (event) => this.key(event));
  }

  receive(data, setTriggerValue) {
    const focused = this.host.getRootNode().activeElement;
    const at = focused && focused.closest && focused.closest("[data-item]");
    const where = at ? [at.dataset.item, focused.dataset.act] : this.decided && [this.decided, ""];
    this.decided = null;
    this.data = data;
    holdToShow(this.host, data.show_key);
    this.trigger = setTriggerValue;
    if (data.chosen) this.chosen = new Set(data.chosen);
    this.chosen = new Set([...this.chosen].filter((item) => data.rows.some((row) => row.item === item)));
    this.draw();
    if (data.told) this.live.textContent = data.told;
    // The button that decided is gone or cannot be pressed any longer; J and K go on from the same comment.
    const entry = where && this.host.querySelector(`[data-item="${where[0]}"]`);
    const again = entry && (entry.querySelector(`[data-act="${where[1]}"]`) || entry.querySelector(".acts button"));
    if (again) again.focus();
  }

  draw() {
    this.host.classList.toggle("plain-list", Boolean(this.data.plain));
    const { article, rows, empty } = this.data;
    this.host.classList.toggle("waiting-only", this.waitingOnly);
    this.host.replaceChildren(...[
      article && this.article(article),
      rows.length > 1 && !this.data.plain && this.bar(),
      rows.length ? el("ol", "list", rows.map((row) => this.row(row))) : el("p", "muted empty", empty),
    ].filter(Boolean));
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
      return el("div", "bar", all, el("span", "muted", `${this.chosen.size} of ${this.data.rows.length} chosen`));
    }
    const waiting = this.data.rows.filter((row) => row.state === "pending").length;
    const only = this.box(this.waitingOnly, "Only what waits", (on) => { this.waitingOnly = on; this.draw(); });
    return el("div", "bar", el("span", "muted", `${this.data.which || ""}${count(this.data.rows.length, "comment", "comments")}, ${waiting} waiting`), only);
  }

  box(isOn, title, act) {
    const box = el("input");
    box.type = "checkbox";
    box.checked = isOn;
    box.addEventListener("change", () => act(box.checked));
    return el("label", "tick", box, title);
  }

  choose() {
    this.draw();
    this.trigger("choose", { items: [...this.chosen], turn: newToken() });
  }

  row(row) {
    const state = row.state || "none";
    const body = said("div", row.item && this.whole.has(row.item) ? "text whole" : "text", "");
    for (const run of row.runs) body.append(drawRun(run, this.data.covers));
    const head = el("div", "head", this.data.by_author ? articleOf(row) : this.author(row),
      row.when && time(row.when), el("span", `state ${state}`, STATE[state] || ""));
    const entry = el("li", `row ${state}`, head, body, row.why.length ? said("div", "why", row.why.join(" · ")) : null,
      row.asked ? said("div", "asked", row.asked) : null,
      row.item && this.saidOf(row) ? el("div", "told", this.saidOf(row)) : null, this.actions(row),
      this.asking === row.item && row.item ? this.reasons(row) : null);
    entry.style.setProperty("--depth", Math.min(row.depth || 0, 6));
    if (row.item) entry.dataset.item = row.item;
    return entry;
  }

  /* What the last press on this comment came to, where it was not what was meant. */
  saidOf(row) {
    if (this.data.trouble === row.item) return this.data.told;
    return this.told === row.item ? MORE : "";
  }

  author(row) {
    const name = authorButton(row, (page, params) => this.trigger("go", { page, params }));
    name.dataset.act = "author";
    return el("b", "", name);
  }

  actions(row) {
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
    } else if (this.data.may_decide && (row.state !== "escalated" || this.data.is_senior)) {
      if (row.state !== "approved") box.append(this.approve(row));
      if (row.state !== "rejected") box.append(this.reject(row));
    }
    const open = el("button", "plain", "Open");
    open.type = "button";
    open.dataset.act = "open";
    open.addEventListener("click", () => this.trigger("go", { page: "queue", params: { item: row.item } }));
    box.append(open);
    return box;
  }

  approve(row) {
    const button = el("button", "button approve", "Approve");
    button.type = "button";
    button.dataset.act = "approve";
    button.setAttribute("aria-label", `Approve the comment by ${row.author}`);
    button.addEventListener("click", () => { if (this.isSeen(row)) this.decide(row, "approve", null, button); });
    return button;
  }

  /* A button and not a <select>: of a closed one, an arrow key that was meant to scroll chooses a reason. */
  reject(row) {
    const button = el("button", "button reject", "Reject…");
    button.type = "button";
    button.dataset.act = "reject";
    button.setAttribute("aria-label", `Reject the comment by ${row.author}`);
    button.setAttribute("aria-expanded", String(this.asking === row.item));
    button.addEventListener("click", () => { if (this.isSeen(row)) this.ask(this.asking === row.item ? null : row.item, row.item); });
    return button;
  }

  reasons(row) {
    const box = el("div", "reasons", this.data.reasons.map((reason) => {
      const button = el("button", "button reason", keyCap(reason.key.toUpperCase()), reason.title);
      button.type = "button";
      button.dataset.act = `reason-${reason.code}`;
      button.dataset.key = reason.key;
      button.setAttribute("aria-keyshortcuts", reason.key.toUpperCase());
      button.addEventListener("click", () => this.decide(row, "reject", reason.code, button));
      return button;
    }));
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `Why reject the comment by ${row.author}?`);
    return box;
  }

  /* Open the reasons of one comment, or close them, and put the focus where it belongs. */
  ask(item, from) {
    this.asking = item;
    this.draw();
    const entry = this.host.querySelector(`[data-item="${from}"]`);
    const control = entry && entry.querySelector(item ? ".reasons button" : "[data-act=reject]");
    if (control) control.focus();
  }

  /* Whether all of a comment was on the screen; shows the rest of it where it was not, and says so. */
  isSeen(row) {
    const entry = this.host.querySelector(`[data-item="${row.item}"]`);
    const text = entry.querySelector(".text");
    if (!isCut(text)) return true;
    this.whole.add(row.item);
    this.told = row.item;
    this.live.textContent = MORE;
    const focused = this.host.getRootNode().activeElement;
    this.draw();
    const again = focused && this.host.querySelector(`[data-item="${row.item}"] [data-act="${focused.dataset.act}"]`);
    if (again) again.focus();
    return false;
  }

  /* One token for one version of one comment: pressed twice it rules once. */
  decide(row, kind, reason, control) {
    control.disabled = true;
    this.decided = row.item;
    this.asking = this.told = null;
    const token = `${this.data.salt}-${row.item}-${row.version}-${kind}-${reason || ""}`;
    this.trigger("decide", { token, kind, reason, item: row.item, revision: row.revision, version: row.version, state: row.state });
  }

  /* J and K walk from row to row, as on the desk; where reasons are open, their keys choose and Escape goes back. */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const open = event.target.closest("li.row") && event.target.closest("li.row").querySelector(".reasons");
    const reason = open && !event.repeat && [...open.children].find((one) => one.dataset.key === event.key.toLowerCase());
    if (reason) { reason.click(); event.preventDefault(); event.stopPropagation(); return; }
    if (open && event.key === "Escape") { this.ask(null, this.asking); event.preventDefault(); return; }
    if (!["j", "k"].includes(event.key)) return;
    const rows = [...this.host.querySelectorAll("li.row")].filter((row) => row.offsetParent);
    const here = rows.indexOf(event.target.closest("li.row"));
    const next = rows[here + (event.key === "j" ? 1 : -1)];
    const control = next && next.querySelector(".acts :is(button, input)");
    if (control) { control.focus(); event.preventDefault(); event.stopPropagation(); }
  }
}

const MORE = "There is more of this comment than was shown. Here is all of it; press again to decide.";

function isCut(text) {
  return text.scrollHeight > text.clientHeight + 1;
}

function articleOf(row) {
  return said("b", "isolate", row.article || "");
}
