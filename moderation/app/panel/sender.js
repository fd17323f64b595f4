/* What was decided here and is not known to be written: kept, sent, sent again. When it is sent stands in desk.js. */

const LATE_MS = 4000; // a server that answers does so in well under a second
const STORED = "moderation-outbox";
const SLOW_MS = 200; // over a line this slow more comments are kept ready
const LAG_KEPT = 0.8; // how much of a slow answer is still expected after the next one

class Sender extends View {
  /* What a closed or reloaded tab had not sent yet; the tokens keep it from counting twice. */
  recover() {
    if (this.outbox.length) return;
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

  tellLate(why) {
    const text = `Not saved yet: ${why}. What you decide is kept here and sent again.`;
    if (this.notice && this.notice.text === text) return;
    this.tell(text, "warn");
    this.notice.isLate = true;
    this.drawBar(this.current());
  }

  /* How long the server takes to answer, in milliseconds: at first what the page itself took, then the slowest of late. */
  startLag() {
    const [page] = performance.getEntriesByType("navigation");
    this.lag = page ? Math.max(0, page.responseStart - page.requestStart) : 0;
    this.sentAt = null;
  }

  noteLag() {
    if (this.sentAt === null) return;
    this.lag = Math.max(performance.now() - this.sentAt, this.lag * LAG_KEPT);
    this.sentAt = null;
  }

  send() {
    this.beat += 1;
    if (this.sentAt === null) this.sentAt = performance.now();
    if (!this.outbox.length) this.waitingSince = null;
    else if (this.waitingSince === null) this.waitingSince = Date.now();
    this.keep();
    this.setStateValue("outbox", {
      desk: this.data.desk, beat: `${Date.now()}-${this.beat}`, entries: this.outbox, filter: this.filter, name: this.data.moderator,
      held: this.items.map((item) => item.id), // what a server that was started anew cannot know
      lag: Math.round(this.lag),
    });
  }

  settle(outcomes) {
    const known = new Map(outcomes.map((outcome) => [outcome.token, outcome]));
    this.refused = null;
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
      this.refused = outcome.outcome === "stale"
        ? `Nothing was recorded for ${what}: ${outcome.message}.`
        : `Not accepted for ${what}: ${outcome.message}.`;
      this.tell(this.refused, "warn");
    }
    const left = this.outbox.filter((entry) => !known.has(entry.token));
    if (left.length < this.outbox.length) this.waitingSince = left.length ? Date.now() : null;
    this.outbox = left;
    this.keep();
  }
}
