/* One item, drawn: the comment with what surrounds it, and what is known about it. */

const STATE = {
  pending: "waiting", approved: "approved", rejected: "rejected", escalated: "escalated", closed: "closed",
};

function drawWhere(item, place, held) {
  const article = item.article;
  const title = article ? link(article.link, "article-title isolate", article.title) : el("span", "muted", "No article known");
  return el("div", "where",
    el("div", "where-title", el("span", "muted", "On "), title, article && article.site && said("span", "muted isolate site", article.site)),
    el("span", "muted place", `${place + 1} of ${held} you hold`));
}

function drawQuote(head, author, text, when) {
  const box = el("details", "quote",
    el("summary", "", el("span", "muted", author ? `${head} ` : head), author && said("b", "isolate", author), when && el("span", "muted", " · ", time(when))),
    said("blockquote", "", text));
  box.open = text.length < 400;
  return box;
}

function drawByline(item) {
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

function drawRun(run) {
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

function drawLegend(item) {
  if (!item.legend.length) return el("p", "legend muted", "Nothing is marked.");
  const legend = el("p", "legend");
  legend.append(el("span", "muted", "Marked: "));
  for (const one of item.legend) legend.append(el("span", "legend-item", el("span", `swatch label ${one.label}`, one.title)));
  return legend;
}

function drawSection(title, ...children) {
  return el("section", "section", el("h3", "", title), ...children);
}

function drawReasons(item) {
  const list = el("ul", "why");
  for (const one of item.why) {
    const entry = el("li", `why-${one.kind}`, el("span", one.label ? `dot ${one.label}` : "dot"), said("span", "why-text", one.text));
    for (const detail of one.details) entry.append(said("p", "detail", detail));
    if (one.cautions.length) {
      entry.append(el("p", "detail caution", el("b", "", "Known false alarms: "), said("span", "isolate", one.cautions.join(" · "))));
    }
    list.append(entry);
  }
  return drawSection("Why it is here", item.why.length ? list : el("p", "muted", "No reason was kept."));
}

function drawScores(item) {
  const table = el("div", "scores");
  for (const bar of item.scores.bars) {
    const fill = el("span", `fill ${bar.over ? "over" : ""}`);
    fill.style.width = `${Math.round(bar.value * 1000) / 10}%`;
    const track = el("span", "track", fill);
    if (bar.threshold !== null) {
      const tick = el("span", "tick");
      tick.style.left = `${bar.threshold * 100}%`;
      tick.title = `The policy asks for a look from ${bar.threshold_shown}`;
      track.append(tick);
    }
    const spoken = bar.threshold === null ? ", no threshold" : `, threshold ${bar.threshold_shown}${bar.over ? ", reached" : ""}`;
    table.append(el("div", `score ${bar.over ? "over" : ""}`,
      el("span", "score-name", bar.title), track,
      el("span", "score-value", bar.shown, el("span", "sr-only", spoken))));
  }
  for (const title of item.scores.silent) {
    table.append(el("div", "score", el("span", "score-name", title), el("span", "score-none", "no rule fired")));
  }
  const key = item.scores.bars.some((bar) => bar.threshold !== null)
    && el("p", "muted small", el("span", "tick-key"), "from here the policy asks for a look");
  if (key) key.setAttribute("aria-hidden", "true");
  return drawSection("Scores",
    table.childElementCount ? table : el("p", "muted", "No score."),
    key, item.scores.missing && el("p", "muted small", item.scores.missing));
}

function drawHistory(item) {
  const record = item.history;
  if (!record) return drawSection("The author here", el("p", "muted", "Nothing known."));
  const others = record.comments - 1;
  const figures = others > 0
    ? `${count(record.comments, "comment", "comments")} · ${record.approved} approved · ${record.rejected} rejected`
    : "First comment that this queue has seen from this author.";
  const list = el("ul", "others");
  for (const other of record.latest) {
    list.append(el("li", "", el("span", `state ${other.state}`, STATE[other.state] || other.state), said("span", "other-text", other.text)));
  }
  return drawSection("The author here", el("p", "", figures), record.latest.length ? list : "");
}

function drawFacts(item) {
  const box = el("details", "facts", el("summary", "", "More about this item"));
  const list = el("ul", "");
  for (const fact of item.facts) list.append(said("li", "", fact));
  box.append(list);
  return box;
}

function seal(item) {
  return `${item.id}.${item.revision}`;
}
