/* Above the comment: the queues as tabs, the search, what narrows the view and in which order it comes. */

const FILTERS = [
  ["reason", "Reason", "Any reason", 0], ["label", "Label", "Any label", 0], ["thread", "Article", "Any article", 0],
  ["language", "Language", "Any language", 1], ["site", "Site", "Any site", 1], // one alone leaves no choice
];
const NO_ROOM = "(max-width: 70rem)";
const NARROWING = ["reason", "label", "thread", "language", "site", "author", "age", "words", "item"];

class Top {
  makeTop() {
    this.tabs = el("nav", "tabs");
    this.tabs.setAttribute("aria-label", "Queues");
    this.search = el("input", "search");
    Object.assign(this.search, { type: "search", placeholder: "Search the text", maxLength: 200, id: "search" });
    this.search.setAttribute("aria-label", "Search the text");
    this.search.addEventListener("change", () => this.narrow({ words: this.search.value.trim() || null }));
    this.search.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.host.focus({ preventScroll: true });
      if (event.key === "Enter") { this.narrow({ words: this.search.value.trim() || null }); this.host.focus({ preventScroll: true }); }
    });
    this.boxes = el("div", "boxes");
    this.more = el("details", "more-filters", el("summary", "", "Filters"), this.boxes);
    // On a wide screen the filters are simply there; on a phone they would push the comment off it.
    this.more.open = window.innerWidth > 640;
    this.chips = el("div", "chips");
    this.parts.filters.replaceChildren(this.search, this.more, this.chips);
  }

  /* Beside the tabs where there is room, else beside the search: a row of their own would push the comment down. */
  placeRight() {
    const isBeside = window.matchMedia(NO_ROOM).matches;
    this.host.classList.toggle("beside", isBeside);
    if (this.parts.right.parentElement === (isBeside ? this.parts.filters : this.parts.top)) return;
    if (isBeside) this.search.after(this.parts.right); else this.parts.top.append(this.parts.right);
  }

  drawTabs() {
    const counts = this.data.queues.map((queue) => this.countOf(queue.value));
    const shown = JSON.stringify([this.data.queues, counts, this.filter.queue]);
    if (shown === this.shownTabs) return;
    const focused = this.root.activeElement && this.root.activeElement.dataset.queue;
    this.shownTabs = shown;
    const scrolled = this.tabs.scrollLeft;
    this.tabs.replaceChildren(...this.data.queues.map((queue, place) => {
      const isHere = queue.value === this.filter.queue;
      const tab = el("button", `tab ${isHere ? "here" : ""}`, keyCap(queue.key),
        el("span", "", queue.title), el("span", "tab-count", counts[place].toLocaleString("en-GB")));
      tab.type = "button";
      tab.dataset.queue = queue.value;
      tab.setAttribute("aria-keyshortcuts", queue.key);
      if (isHere) tab.setAttribute("aria-current", "page");
      tab.addEventListener("click", () => this.goQueue(queue.value));
      return tab;
    }));
    const again = focused && [...this.tabs.children].find((tab) => tab.dataset.queue === focused);
    if (again) again.focus();
    this.tabs.scrollLeft = scrolled;
    this.showTab();
  }

  /* On a phone the tabs scroll sideways; the one that was chosen, by key or by the address, must be in sight. */
  showTab() {
    const here = this.tabs.querySelector(".here");
    if (!here || this.filter.queue === this.shownQueue) return;
    this.shownQueue = this.filter.queue;
    const [row, tab] = [this.tabs.getBoundingClientRect(), here.getBoundingClientRect()];
    if (tab.left < row.left) this.tabs.scrollLeft -= row.left - tab.left;
    else if (tab.right > row.right) this.tabs.scrollLeft += tab.right - row.right;
  }

  /* What waits here, less what was decided and is not written yet. */
  countOf(queue) {
    const isHere = queue === this.filter.queue && this.data.leased;
    // Until the chosen queue's own comments have come, those of the last one say nothing about it.
    const isCome = isHere && this.data.filter.queue === queue && !this.data.filtered;
    const left = isHere ? this.unwritten() : 0;
    return Math.max((this.data.counts[queue] || 0) - left, isCome ? this.items.length : 0, 0);
  }

  /* How many comments of this queue fit what is asked for, in words; null where all do, or where it is not counted yet. */
  fitting() {
    const { fits, most_fits: most } = this.data;
    if (fits === null || !this.sameView(this.data.filter)) return null;
    const left = Math.max(fits - (this.data.leased ? this.unwritten() : 0), 0);
    return fits > most ? `over ${most.toLocaleString("en-GB")}` : left.toLocaleString("en-GB");
  }

  unwritten() {
    return this.outbox.filter((entry) => entry.kind !== "undo" && entry.kind !== "skip").length;
  }

  goQueue(queue) {
    // Whatever narrows one queue seldom fits another; the search does.
    this.filter = { queue, words: this.filter.words || null, sort: this.filter.sort || null, seed: this.filter.seed || null };
    this.changed();
  }

  nextQueue() {
    const all = this.data.queues.map((queue) => queue.value);
    this.goQueue(all[(all.indexOf(this.filter.queue) + 1) % all.length]);
  }

  narrow(change) {
    this.filter = { ...this.filter, ...change, start: null };
    this.changed();
  }

  changed() {
    this.host.focus({ preventScroll: true });
    this.shownFilters = null;
    this.draw();
    this.send();
  }

  drawFilters() {
    // What is drawn at random is not chosen.
    const isWatch = this.filter.queue === "watch";
    for (const part of [this.search, this.more, this.chips]) part.hidden = isWatch;
    this.parts.filters.hidden = isWatch && !this.parts.filters.contains(this.parts.right);
    const active = this.root.activeElement;
    if (active && active.matches("select, #view-name")) return;
    const shown = JSON.stringify([this.data.choices, this.data.absent, this.data.views, this.filter]);
    if (shown === this.shownFilters) return;
    this.shownFilters = shown;
    if (active !== this.search) this.search.value = this.filter.words || "";
    const asked = NARROWING.filter((name) => this.filter[name]).length;
    this.more.firstChild.textContent = asked ? `Filters (${asked})` : "Filters";
    this.boxes.replaceChildren(
      ...FILTERS.filter(([name, , , few]) => this.data.choices[name].length > few || this.filter[name])
        .map(([name, title, anything]) => this.pick(name, title, anything, this.data.choices[name])),
      this.pick("age", "Age", "Any age", this.data.ages),
      this.pick("sort", "Order", null, this.data.sorts),
    );
    this.chips.replaceChildren(...this.chipsOf(asked));
    this.address();
  }

  pick(name, title, anything, options) {
    const box = el("select", this.filter[name] && anything ? "set" : "");
    box.setAttribute("aria-label", title);
    if (anything) box.append(new Option(anything, ""));
    const chosen = this.filter[name] ? JSON.stringify(this.filter[name]) : "";
    for (const one of options) {
      const value = !anything && one.value === "risk" ? "" : JSON.stringify(one.value);
      const option = new Option(one.count === undefined ? one.title : `${one.title} (${one.count.toLocaleString("en-GB")})`, value);
      option.dir = "auto";
      box.append(option);
    }
    if (chosen && ![...box.options].some((option) => option.value === chosen)) {
      // Only so many articles are offered; of all else, what is not offered is not there.
      const title = this.data.absent[name];
      box.append(new Option(title ? `${title}${name === "thread" ? "" : " (0)"}` : "(none left)", chosen));
    }
    box.value = chosen;
    box.addEventListener("change", () => {
      const value = box.value ? JSON.parse(box.value) : null;
      box.blur();
      // One seed a day, so that a class of trainees sees one order.
      const seed = name === "sort" ? { seed: value === "shuffle" ? String(Math.floor(Date.now() / 86400000)) : null } : {};
      this.narrow({ [name]: value, ...seed });
    });
    return box;
  }

  chipsOf(asked) {
    const chips = [];
    const author = this.filter.author;
    if (author) chips.push(this.chip(`By ${author[2] || author[1]}`, () => this.narrow({ author: null })));
    if (this.filter.item) chips.push(this.chip(`Item ${this.filter.item}`, () => this.narrow({ item: null })));
    for (const view of this.data.views) {
      chips.push(this.viewChip(view, this.sameView(view.asked)));
    }
    if (asked > 1) chips.push(this.plainButton("Clear", () => { this.filter = { queue: this.filter.queue }; this.changed(); }));
    if ((asked || this.filter.sort) && !this.data.views.some((view) => this.sameView(view.asked))) {
      chips.push(this.plainButton("Save view", (event) => this.nameView(event.currentTarget)));
    }
    return chips;
  }

  sameView(asked) {
    const bare = (one) => JSON.stringify(Object.keys(one).filter((key) => one[key] && key !== "start").sort().map((key) => [key, one[key]]));
    return bare(asked) === bare(this.filter);
  }

  /* The name opens the view, also when it is open already; only the cross behind it forgets what somebody has saved. */
  viewChip(view, isHere) {
    const open = this.chip(view.name, () => { this.filter = { ...view.asked }; this.changed(); }, isHere, "view");
    if (!isHere) return open;
    const forget = this.plainButton("×", () => this.ask({ what: "forget-view", name: view.name }));
    forget.className = "chip forget on";
    forget.setAttribute("aria-label", `Forget the view ${view.name}`);
    return el("span", "view-chip", open, forget);
  }

  nameView(button) {
    const field = el("input", "name-field");
    Object.assign(field, { id: "view-name", maxLength: 40, placeholder: "Name of this view" });
    field.setAttribute("aria-label", "Name of this view");
    field.onkeydown = (event) => {
      if (event.key === "Enter" && field.value.trim()) this.ask({ what: "save-view", name: field.value.trim(), view: this.filter });
      if (event.key === "Enter" || event.key === "Escape") { this.shownFilters = null; field.remove(); this.draw(); this.host.focus({ preventScroll: true }); }
    };
    button.replaceWith(field);
    field.focus();
  }

  chip(text, act, isOn = true, kind = "") {
    const chip = el("button", `chip ${kind} ${isOn ? "on" : ""}`, said("span", "isolate", text), !kind && el("span", "", "×"));
    chip.type = "button";
    chip.setAttribute("aria-label", kind ? `Open the view ${text}` : `Take away: ${text}`);
    if (kind && isOn) chip.setAttribute("aria-current", "true");
    chip.addEventListener("click", act);
    return chip;
  }

  plainButton(title, act) {
    const button = el("button", "plain", title);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  /* The page's address says what is seen, so that it can be kept and handed on. */
  address() {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(this.filter)) {
      if (value && name !== "start" && !(name === "queue" && value === "pending")) asked.set(name, Array.isArray(value) ? JSON.stringify(value) : value);
    }
    const query = asked.toString();
    if (location.search.slice(1) !== query) history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
  }
}
