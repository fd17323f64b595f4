/* What every panel draws with.
 *
 * Strangers' text only ever becomes a text node. There is no innerHTML in these files, and no attribute but `title`
 * and a checked `href` ever holds such text. The files of a panel are joined into one module: see panel.py.
 */

function el(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child); // strings become text nodes
  }
  return node;
}

function said(tag, className, text) {
  const node = el(tag, className, text);
  node.dir = "auto";
  return node;
}

function link(href, className, text) {
  let safe = false;
  try { safe = ["http:", "https:"].includes(new URL(href).protocol); } catch { safe = false; }
  if (!safe) return said("span", className, text);
  const node = said("a", className, text);
  node.href = href;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  node.append(el("span", "sr-only", " (opens in a new tab)"));
  return node;
}

function time(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return null;
  const node = el("time", "", at.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" }));
  node.dateTime = iso;
  node.title = `${iso}, ${ago(at)}`;
  return node;
}

function ago(at) {
  const seconds = (at.getTime() - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
  for (const [unit, length] of [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600]]) {
    if (Math.abs(seconds) >= length) return words.format(Math.round(seconds / length), unit);
  }
  return words.format(Math.round(seconds / 60), "minute");
}

function count(number, one, many) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
}

/* A sentence with its full stop, also where a name ends in one. */
function stopped(text) {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function keyCap(key) {
  const cap = el("kbd", "", key);
  cap.setAttribute("aria-hidden", "true");
  return cap;
}

/* A covered word keeps its first letter and its length; a mail address or a number keeps neither. */
function coverOf(run) {
  if (run.personal) return "•".repeat(Math.min(run.text.length, 8));
  return run.text.replace(/\p{L}+/gu, (word) => word[0] + "•".repeat(word.length - 1));
}

/* A text of which nobody knows which words are hard to read: all of them are covered, or none. */
function wholly(node, text, isHard) {
  if (!isHard) { node.append(text); return node; }
  node.append(el("span", "cover", el("span", "cover-dots", coverOf({ text })), el("span", "cover-real", text)));
  return node;
}

/* On a page of lists: what is covered shows while the key is held. Called on every draw, listens once. */
function holdToShow(host, key) {
  const isFirst = host.showKey === undefined;
  host.showKey = key || "";
  if (!isFirst) return;
  const listen = (event) => {
    if (!host.isConnected) {
      for (const name of ["keydown", "keyup", "blur"]) window.removeEventListener(name, listen, true);
      return;
    }
    if (event.type === "blur") { if (event.target === window) host.removeAttribute("data-showing"); return; }
    const target = event.composedPath()[0];
    const isTyping = target instanceof Element && target.matches("input:not([type=checkbox]), textarea, select");
    if (!host.showKey || isTyping || event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== host.showKey) return;
    host.toggleAttribute("data-showing", event.type === "keydown"); // a page may have several lists: all hear the key
  };
  for (const name of ["keydown", "keyup", "blur"]) window.addEventListener(name, listen, true);
}

function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Streamlit names the colours of its theme, not whether it is a dark one; it calls again when the theme changes. */
function applyScheme(host) {
  const [r, g, b] = (getComputedStyle(host).getPropertyValue("--st-background-color").match(/[\da-f]{2}/gi) || [])
    .map((part) => parseInt(part, 16));
  host.dataset.scheme = r !== undefined && 0.299 * r + 0.587 * g + 0.114 * b < 128 ? "dark" : "light";
}
