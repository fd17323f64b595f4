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
    this.waitingOnly = false;
    host.addEventListener("keydown", (event) => this.key(event));
  }

  receive(data, setTriggerValue) {
    const focused = this.host.getRootNode().activeElement;
    const at = focused && focused.closest && focused.closest("[data-item]");
    const where = at && [at.dataset.item, focused.dataset.act];
    this.data = data;
    holdToShow(this.host, data.show_key);
    this.trigger = setTriggerValue;
    if (data.chosen) this.chosen = new Set(data.chosen);
    this.chosen = new Set([...this.chosen].filter((item) => data.rows.some((row) => row.item === item)));
    this.draw();
    if (data.told) this.live.textContent = data.told;
    const again = where && this.host.querySelector(`[data-item="${where[0]}"] [data-act="${where[1]}"]`);
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
    return el("div", "bar", el("span", "muted", `${this.data.is_cut ? "The first " : ""}${count(this.data.rows.length, "comment", "comments")}, ${waiting} waiting`), only);
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
    const body = said("div", "text", "");
    for (const run of row.runs) body.append(drawRun(run, this.data.covers));
    const head = el("div", "head", this.data.by_author ? articleOf(row) : this.author(row),
      row.when && time(row.when), el("span", `state ${state}`, STATE[state] || ""));
    const entry = el("li", `row ${state}`, head, body, row.why.length ? said("div", "why", row.why.join(" · ")) : null, this.actions(row));
    entry.style.setProperty("--depth", Math.min(row.depth || 0, 6));
    if (row.item) entry.dataset.item = row.item;
    return entry;
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
    } else if (this.data.may_decide) {
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
    button.addEventListener("click", () => this.decide(row, "approve", null, button));
    return button;
  }

  reject(row) {
    const box = el("select", "button reject");
    box.dataset.act = "reject";
    box.setAttribute("aria-label", `Reject the comment by ${row.author}: reason`);
    box.append(new Option("Reject…", ""));
    for (const reason of this.data.reasons) box.append(new Option(reason.title, reason.code));
    box.addEventListener("change", () => { if (box.value) this.decide(row, "reject", box.value, box); });
    return box;
  }

  /* One token for one version of one comment: pressed twice it rules once. */
  decide(row, kind, reason, control) {
    control.disabled = true;
    const token = `${this.data.salt}-${row.item}-${row.version}-${kind}-${reason || ""}`;
    this.trigger("decide", { token, kind, reason, item: row.item, revision: row.revision, version: row.version, state: row.state });
  }

  /* J and K walk from row to row, as on the desk. */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key) || event.target.matches("select, input[type=text]")) return;
    const rows = [...this.host.querySelectorAll("li.row")].filter((row) => row.offsetParent);
    const here = rows.indexOf(event.target.closest("li.row"));
    const next = rows[here + (event.key === "j" ? 1 : -1)];
    const control = next && next.querySelector(".acts :is(button, select, input)");
    if (control) { control.focus(); event.preventDefault(); event.stopPropagation(); }
  }
}

function articleOf(row) {
  return said("b", "isolate", row.article || "");
}
