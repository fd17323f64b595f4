/* What a moderator does to the comment in view: a rejection and its reason, a note, a decision, and taking it back. */

const PAST_KEPT = 100;
const HARSH_IN_A_ROW = 10;
// With the riskiest first every ten are hard ones: a suggestion that comes each minute is one that nobody reads.
const HARSH_REST_MS = 600000;
// Whoever decides one comment a second would not see it otherwise: the next decision has a message of its own.
const SUGGESTION_MS = 15000;
const OUTCOME = { approve: "approved", reject: "rejected" };
const VERB = { approve: "Approved", reject: "Rejected", skip: "Skipped", escalate: "Escalated", undo: "Undone" };

class Decider extends Sender {
  /* Return the item in view if this may be done to it now; say why where it may not. */
  ready(kind) {
    const item = this.current();
    if (!item) return null;
    if (!this.data.may_decide) { this.tellDraw("You may look here. Deciding takes another role, which an admin gives."); return null; }
    if (!this.isSeen(item)) { this.tellDraw("That key did not count: this comment had only just come up.", "warn"); return null; }
    if (!this.isRead(item, kind)) { this.readOn(item); return null; }
    return item;
  }

  startReject() {
    this.refusedAt = 0;
    if (this.ready("reject")) { this.notice = null; this.setMode("reason"); } else this.refusedAt = Date.now();
  }

  toggleReject() {
    if (this.mode === "reason") this.setMode("read"); else this.startReject();
  }

  reject(reason) {
    const item = this.current();
    if (item && reason.code === "other" && !this.noteOf(item)) {
      this.mode = "read";
      this.startNote();
      this.tellDraw("“Other” needs a note that gives the facts: write it, then reject again. Esc leaves the field.");
      this.root.querySelector("#note").focus({ preventScroll: true });
      this.keepInSight();
      return;
    }
    this.decide("reject", reason);
  }

  asSpam() {
    const spam = this.data.reasons.find((one) => one.code === "spam");
    if (spam) this.reject(spam);
  }

  decide(kind, reason = null) {
    const item = this.ready(kind);
    if (!item) return;
    const isConfirming = ["unmoderated", "watch"].includes(this.filter.queue);
    if ((OUTCOME[kind] === item.state && !isConfirming) || (kind === "skip" && !this.data.leased)) {
      this.tellDraw(kind === "skip" ? "There is nothing to skip here; the next one comes without deciding." : `This comment is ${item.state} already.`);
      return;
    }
    const entry = {
      token: newToken(), kind, item: item.id, revision: item.revision, version: item.version,
      after: item.after || null, reason: reason ? reason.code : null, note: this.noteOf(item) || null,
      state: item.state, watch: this.filter.queue === "watch" || null, looked: !this.data.leased || null,
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
    this.tell(stopped(`${what}: the comment by ${item.author}`));
    if (next) this.live.textContent += stopped(` Now the comment by ${next.author}`);
    this.suggestPause(item);
    this.draw();
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
    this.send();
  }

  suggestPause(item) {
    this.harsh = item.runs.some((run) => HARSH.has(run.label)) ? this.harsh + 1 : 0;
    const minutes = this.data.pause_minutes;
    const worked = (Date.now() - this.workingSince) / 60000;
    if (minutes && worked >= minutes) {
      this.workingSince = Date.now();
      this.suggest(`You have been at it for ${Math.round(worked)} minutes. Five minutes away are well spent.`);
    } else if (minutes && this.harsh >= HARSH_IN_A_ROW) {
      this.harsh = 0;
      if (Date.now() - this.harshAt < HARSH_REST_MS) return;
      this.harshAt = Date.now();
      this.suggest(`${HARSH_IN_A_ROW} hard ones in a row. ${(this.data.keys.queue || "").toUpperCase()} takes you to another queue, and a pause helps, too.`);
    }
  }

  suggest(text) {
    this.tell(text);
    this.notice.until = Date.now() + SUGGESTION_MS;
  }

  noteOf(item) {
    return (this.notes.get(item.id) || "").trim();
  }

  startNote() {
    if (!this.current() || !this.data.may_decide) return;
    this.mode = "note";
    this.draw();
    this.root.querySelector("#note").focus({ preventScroll: true });
    this.keepInSight();
  }

  keepNote(item) {
    const text = this.noteOf(item);
    if (!text) return;
    this.ask({ what: "note", item: item.id, text });
    this.notes.delete(item.id);
    this.drawer = "";
    this.leaveNote();
  }

  leaveNote() {
    this.setMode("read");
  }
}
