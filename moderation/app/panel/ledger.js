/* The decisions as rows that can be read. Strangers' text only ever becomes a text node; see nodes.js. */

const VERB = {
  approve: "Approved", reject: "Rejected", skip: "Skipped", escalate: "Escalated", undo: "Undone", reopen: "Reopened",
  close: "Closed",
};

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const host = parentElement.querySelector("#ledger");
  applyScheme(host);
  holdToShow(host, data.show_key);
  host.replaceChildren(...days(data.rows).flatMap(([day, rows]) => [
    el("h2", "day", day),
    el("ul", "rows", rows.map((row) => (row.change ? drawChange : drawRow)(row, data, setTriggerValue))),
  ]));
  if (!data.rows.length) host.append(el("p", "muted empty", data.filtered ? "No decision fits this filter." : "No decision yet."));
}

function days(rows) {
  const found = new Map();
  for (const row of rows) {
    const day = new Date(row.when).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    if (!found.has(day)) found.set(day, []);
    found.get(day).push(row);
  }
  return [...found];
}

/* What was decided together is one row; its comments, each with its own way back, are a press away. */
function drawChange(row, data, setTriggerValue) {
  const body = el("div", "body",
    el("div", "said", el("b", "", `${row.count.toLocaleString("en-GB")} comments together`), " ",
      el("span", "muted", "the last by "), said("span", "isolate", row.author), el("span", "muted", ": "),
      wholly(said("span", "text isolate", ""), row.text, data.cover_harsh && row.kind !== "approve")),
    el("div", "meta", said("span", "isolate", row.actor), ` · change ${row.change}`,
      row.reverts_change && ` · takes back change ${row.reverts_change}`,
      row.reverted_by_change && ` · taken back by change ${row.reverted_by_change}`));
  const entry = el("li", `row${row.reverted_by_change ? " reverted" : ""}`, clockOf(row), whatOf(row), body, el("div", "act"));
  entry.lastChild.append(rowButton("Show all", `Show the ${row.count} comments of change ${row.change}`,
    () => setTriggerValue("unfold", { change: row.change })));
  if (row.can_undo) {
    const undo = rowButton("Undo", `Undo change ${row.change}, ${row.count} comments`, () => {
      undo.disabled = true;
      setTriggerValue("undo", { change: row.change, token: `undo-${data.salt}-change-${row.change}` });
    });
    entry.lastChild.append(undo);
  }
  return entry;
}

function clockOf(row) {
  const clock = el("time", "", new Date(row.when).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }));
  clock.dateTime = row.when;
  clock.title = row.when;
  return clock;
}

function whatOf(row) {
  return el("div", "what", el("span", `kind ${row.kind}`, VERB[row.kind] || row.kind), row.reason && el("span", "reason", row.reason));
}

function rowButton(title, label, act) {
  const button = el("button", "take-back", title);
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.addEventListener("click", act);
  return button;
}

function drawRow(row, data, setTriggerValue) {
  const body = el("div", "body",
    el("div", "said", said("b", "isolate", row.author), " ", wholly(said("span", "text isolate", ""), row.text, data.cover_harsh && row.kind !== "approve")),
    row.note && el("div", "note", el("span", "muted", "Note: "), said("span", "isolate", row.note)),
    el("div", "meta", said("span", "isolate", row.actor), ` · item ${row.item} · event ${row.number}`,
      row.bulk && ` · part of change ${row.bulk}`,
      row.reverts && ` · takes back event ${row.reverts}`,
      row.reverted_by && ` · taken back by event ${row.reverted_by}`,
      el("span", "versions", ` · ${row.versions}`)));
  const entry = el("li", `row${row.reverted_by ? " reverted" : ""}`, clockOf(row), whatOf(row), body, el("div", "act"));
  entry.lastChild.append(rowButton("Open", `Open item ${row.item}`,
    () => setTriggerValue("go", { page: "queue", params: { item: row.item } })));
  if (row.can_undo) {
    const undo = rowButton("Undo", `Undo event ${row.number}`, () => {
      undo.disabled = true;
      setTriggerValue("undo", { event: row.number, token: `undo-${data.salt}-${row.number}` });
    });
    entry.lastChild.append(undo);
  }
  return entry;
}
