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
    el("ul", "rows", rows.map((row) => drawRow(row, data, setTriggerValue))),
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

function drawRow(row, data, setTriggerValue) {
  const clock = el("time", "", new Date(row.when).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }));
  clock.dateTime = row.when;
  clock.title = row.when;
  const what = el("div", "what", el("span", `kind ${row.kind}`, VERB[row.kind] || row.kind), row.reason && el("span", "reason", row.reason));
  const body = el("div", "body",
    el("div", "said", said("b", "isolate", row.author), " ", wholly(said("span", "text isolate", ""), row.text, data.cover_harsh && row.kind !== "approve")),
    row.note && el("div", "note", el("span", "muted", "Note: "), said("span", "isolate", row.note)),
    el("div", "meta", said("span", "isolate", row.actor), ` · item ${row.item} · event ${row.number}`,
      row.bulk && ` · part of change ${row.bulk}`,
      row.reverts && ` · takes back event ${row.reverts}`,
      row.reverted_by && ` · taken back by event ${row.reverted_by}`,
      el("span", "versions", ` · ${row.versions}`)));
  const entry = el("li", `row${row.reverted_by ? " reverted" : ""}`, clock, what, body, el("div", "act"));
  const open = el("button", "take-back", "Open");
  open.type = "button";
  open.setAttribute("aria-label", `Open item ${row.item}`);
  open.addEventListener("click", () => setTriggerValue("go", { page: "queue", params: { item: row.item } }));
  entry.lastChild.append(open);
  if (row.can_undo) {
    const button = el("button", "take-back", "Undo");
    button.type = "button";
    button.setAttribute("aria-label", `Undo event ${row.number}`);
    button.addEventListener("click", () => {
      button.disabled = true;
      setTriggerValue("undo", { event: row.number, token: `undo-${data.salt}-${row.number}` });
    });
    entry.lastChild.append(button);
  }
  return entry;
}
