/* One item, drawn: the comment with what surrounds it, and what is known about it. */

const STATE = {
  pending: "waiting", approved: "approved", rejected: "rejected", escalated: "escalated", closed: "closed",
};

/* Where nothing called for a person there is nothing to explain, and that is said. */
const NO_REASON = { approved: "Nothing reached a threshold: the policy asked for nobody." };

/* Labels whose words a moderator may want to see only when ready for them. */
const HARSH = new Set(["threat", "severe_toxicity", "identity_attack", "sexual_explicit", "obscene"]);

function isCovered(run, covers) {
  return (covers.personal && run.personal) || (covers.harsh && HARSH.has(run.label));
}

function drawWhere(item, place, go) {
  const article = item.article;
  const title = article
    ? [el("span", "muted", "On "), link(article.link, "article-title isolate", article.title)]
    : [el("span", "muted", "No article known")];
  return el("div", "where",
    el("div", "where-title", ...title, article && article.site && said("span", "muted isolate site", article.site),
      el("span", "muted", " · "), goButton("Thread", () => go("thread", { thread: JSON.stringify(item.thread) }))),
    el("span", "muted place", place));
}

function goButton(text, act) {
  const button = el("button", "go", text);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

function drawRuling(ruling) {
  return el("p", "ruling", el("b", `state ${ruling.state}`, ruling.what), el("span", "muted", " by "), said("span", "isolate", ruling.by),
    el("span", "muted", " · "), time(ruling.at), ruling.reason && el("span", "muted", ` · ${ruling.reason}`),
    ruling.note && said("span", "ruling-note isolate", ruling.note));
}

function runsInto(node, runs, covers) {
  for (const run of runs) node.append(drawRun(run, covers));
  return node;
}

/* What stands above: the nearest open, those before it folded away. */
function drawAncestors(item, covers) {
  const nearest = item.ancestors[item.ancestors.length - 1];
  if (!nearest) return null;
  const earlier = item.ancestors.slice(0, -1);
  const box = el("div", "above");
  if (earlier.length) {
    box.append(el("details", "quote earlier",
      el("summary", "", el("span", "muted", `${count(earlier.length, "comment", "comments")} before that`)),
      earlier.map((one) => drawPlaced(one, covers))));
  }
  const body = runsInto(said("blockquote", "", ""), nearest.runs, covers);
  const quote = el("details", "quote",
    el("summary", "", el("span", "muted", "In reply to "), said("b", "isolate", nearest.author), nearest.when && el("span", "muted", " · ", time(nearest.when))), body);
  quote.open = body.textContent.length < 500;
  box.append(quote);
  return box;
}

function drawPlaced(one, covers) {
  return el("div", "placed", el("div", "", said("b", "isolate", one.author), one.state && el("span", `state ${one.state}`, ` ${STATE[one.state] || one.state}`)),
    runsInto(said("div", "placed-text", ""), one.runs, covers));
}

function drawReplies(item, covers) {
  if (!item.replies.count) return null;
  return el("details", "quote replies",
    el("summary", "", el("span", "muted", `${count(item.replies.count, "answer", "answers")} below`)),
    item.replies.shown.map((one) => drawPlaced(one, covers)));
}

function drawDoubles(item, covers, go) {
  if (!item.doubles.count) return null;
  const list = el("ul", "others");
  for (const one of item.doubles.shown) {
    list.append(el("li", "", el("span", `state ${one.state}`, STATE[one.state] || ""), said("span", "other-text", one.author)));
  }
  return drawSection("The same text",
    el("p", "", `${count(item.doubles.count, "other comment says", "other comments say")} this word for word. `,
      item.doubles.shown.some((one) => one.state === "pending") && goButton("Decide together", () => go("together", { way: "alike" }))), list);
}

function shortText(runs, className, covers) {
  const node = said("span", className, "");
  let left = 160;
  for (const run of runs) {
    if (left <= 0) break;
    const text = (run.hidden ? `[${run.text}]` : run.text).replace(/\s+/g, " ").slice(0, left);
    left -= text.length;
    node.append(isCovered(run, covers) ? coverOf({ ...run, text }) : text);
  }
  return node;
}

function drawQuote(head, author, text, when) {
  const box = el("details", "quote",
    el("summary", "", el("span", "muted", author ? `${head} ` : head), author && said("b", "isolate", author), when && el("span", "muted", " · ", time(when))),
    said("blockquote", "", text));
  box.open = text.length < 400;
  return box;
}

function drawByline(item, go) {
  const parts = [];
  if (item.when) parts.push(time(item.when));
  if (item.edited) parts.push("edited");
  if (item.likes !== null) parts.push(count(item.likes, "like", "likes"));
  if (item.dislikes) parts.push(count(item.dislikes, "dislike", "dislikes"));
  if (item.link) parts.push(link(item.link, "", "open on the site"));
  const line = el("div", "byline", el("h2", "author", authorButton(item, go)));
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

function authorButton(item, go) {
  if (!item.writer || !(item.writer[1] || item.writer[2])) return said("span", "isolate", item.author);
  const button = said("button", "go author-name isolate", item.author);
  button.type = "button";
  button.title = "Everything by this author";
  button.addEventListener("click", () => go("author", { author: JSON.stringify(item.writer) }));
  return button;
}

function drawRun(run, covers) {
  if (isCovered(run, covers)) {
    const real = drawRun(run, { harsh: false, personal: false });
    const shown = el("span", "cover-real");
    shown.append(real);
    return el("span", "cover", el("span", `cover-dots ${run.label ? `label ${run.label}` : ""}`, coverOf(run)), shown);
  }
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

function drawLegend(item, covers, key) {
  const isAny = item.runs.some((run) => isCovered(run, covers));
  if (!item.legend) return isAny ? el("p", "legend", el("span", "muted cover-hint", "Hold ", keyCap((key || "v").toUpperCase()), " to see what is covered.")) : null;
  if (!item.legend.length && !isAny) return el("p", "legend muted", "Nothing is marked.");
  const legend = el("p", "legend");
  if (isAny) legend.append(el("span", "muted cover-hint", "Hold ", keyCap((key || "v").toUpperCase()), " to see what is covered. "));
  if (!item.legend.length) return legend;
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
  return drawSection("Why it is here", item.why.length ? list : el("p", "muted", NO_REASON[item.state] || "No reason was kept."));
}

function drawScores(item) {
  if (!item.scores) return null;
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

function drawHistory(item, covers, only) {
  const record = item.history;
  if (!record) return drawSection("The author here", el("p", "muted", "Nothing known."));
  const others = record.comments - 1;
  const counted = count(record.comments, "comment", "comments");
  const figures = others > 0
    ? `${record.is_cut ? `Of the latest ${counted}: ` : `${counted} · `}${record.approved} approved · ${record.rejected} rejected${record.rate ? ` (${record.rate})` : ""}`
    : "First comment that this queue has seen from this author.";
  const list = el("ul", "others");
  for (const other of record.latest) {
    list.append(el("li", "", el("span", `state ${other.state}`, STATE[other.state] || other.state),
      wholly(said("span", "other-text", ""), other.text, covers.harsh && other.state !== "approved")));
  }
  return drawSection("The author here",
    el("p", "", figures, others > 0 && only && [" ", goButton("Only theirs", only)]), record.latest.length ? list : "");
}

/* What is in force about the author or the article: beside their names, where it is seen before the comment is judged. */
function drawHeld(lines) {
  return (lines || []).map((line) => said("p", "held", line));
}

function drawNotes(item) {
  if (!item.notes || !item.notes.length) return null;
  const list = el("ul", "notes");
  for (const one of item.notes) {
    list.append(el("li", "", said("span", "isolate", one.text), el("div", "detail", said("span", "isolate", one.by), ` on ${one.about} · `, time(one.at))));
  }
  return drawSection("Notes of the house", list);
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
