// Makes pages quicker to use; every page works without it.
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  // Where letters and arrows belong to the field: not on a box that is ticked.
  const typing = (element) => element.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=file])");
  const shown = (element) => element.checkVisibility?.() ?? true;

  const say = (words) => { const live = one("#live"); if (live) { live.textContent = words; } };
  // Focus is always somewhere that can be seen: where it was, else on the page's content.
  const back = (element) => {
    element?.focus();
    if (!element || document.activeElement !== element) { one("#content")?.focus(); }
  };

  let opener = null;
  let before = null;
  const escape = (target) => {
    if (target.id === "find") { back(before); return; }
    const open = target.closest("details.menu[open], details.why[open]") ?? one("details.menu[open], details.why[open]");
    if (open) { open.open = false; one("summary", open).focus(); return; }
    const beside = one("#beside");
    if (beside?.firstChild) { beside.replaceChildren(); back(opener); }
  };

  // Arrows walk a table: up and down in the same column, left and right along the row.
  const ROWS = "main tbody tr, main .duty";
  const stops = (row) => all("a[href], button, summary, input:not([type=hidden])", row).filter(shown);
  const beyond = (row, key) => {
    const rows = all(ROWS, row.closest("tbody") ?? row.parentElement).filter((found) => stops(found).length);
    return rows[rows.indexOf(row) + (key === "ArrowDown" ? 1 : -1)];
  };
  const walk = (target, key) => {
    const row = target.closest(ROWS);
    if (!row) {
      const lost = target === document.body || target.id === "content";
      const first = lost && key === "ArrowDown" && all(ROWS).find((found) => stops(found).length);
      return first ? stops(first)[0] : null;
    }
    const along = stops(row);
    const at = along.indexOf(target);
    if (key === "ArrowLeft" || key === "ArrowRight") { return along[at + (key === "ArrowRight" ? 1 : -1)]; }
    const next = beyond(row, key);
    if (!next) { return null; }
    const column = target.closest("td, th")?.cellIndex;
    const there = stops(next);
    return there.find((stop) => column !== undefined && stop.closest("td, th")?.cellIndex === column) ?? there[Math.min(at, there.length - 1)];
  };

  // Keyboard: / finds, g and a letter goes, ? helps, Esc closes, arrows walk a table.
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || one("dialog[open]")) { return; }
    if (event.key === "Escape") { escape(event.target); return; }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "/") { event.preventDefault(); before = document.activeElement; one("#find")?.focus(); return; }
    if (event.key === "?") { one("#keys")?.showModal(); return; }
    if (event.key === "g") { going = event.timeStamp; return; }
    if (going && event.timeStamp - going < 1500) { going = 0; one(`.rooms a[data-key="${CSS.escape(event.key)}"]`)?.click(); return; }
    if (!event.key.startsWith("Arrow") || event.target.matches("[type=radio]")) { return; }
    const stop = walk(event.target, event.key);
    if (stop) { event.preventDefault(); stop.focus(); }
  });

  // A menu that was left does not stay over what is read next.
  const leave = (element) => all("details.menu[open]").forEach((menu) => { if (!menu.contains(element)) { menu.open = false; } });
  document.addEventListener("focusin", (event) => leave(event.target));

  // Where the page does not come over TLS there is no clipboard, but an older way.
  const copied = async (ids) => {
    const sources = ids.trim().split(/\s+/).map((id) => document.getElementById(id));
    const [source] = sources;
    const words = sources.map((one) => one.value ?? one.textContent.trim()).join("\n");
    try { await navigator.clipboard.writeText(words); return true; } catch { /* the older way */ }
    const focused = document.activeElement;
    if (source.select) { source.focus(); source.select(); } else { getSelection().selectAllChildren(source); }
    if (!document.execCommand("copy")) { return false; }
    focused.focus();
    return true;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) {
      // What a form sends is copied first and then sent, so that no copy is without its trace.
      const sends = button.type === "submit";
      if (sends) {
        event.preventDefault();
        if (button.dataset.sent) { return; }
        button.dataset.sent = "1";
      }
      copied(button.dataset.copy).then((done) => {
        if (done) { say(button.dataset.said); }
        if (sends) { button.form.requestSubmit(button); } else if (done) { button.textContent = button.dataset.said; }
      });
      return;
    }
    const chip = event.target.closest('a.chip[href*="/charter/clauses/"], a[data-beside]');
    const address = chip?.getAttribute("href"); // The href of a line of a drawing is no text.
    if (chip && one("#beside") && !event.ctrlKey && !event.metaKey && !address.includes("#") && window.innerWidth > 720) {
      event.preventDefault();
      opener = chip;
      htmx.ajax("GET", address, { target: "#beside", select: chip.dataset.beside ?? "#clause", swap: "innerHTML" })
        .then(() => { const beside = one("#beside"); beside.setAttribute("tabindex", "-1"); beside.focus(); });
      return;
    }
    leave(event.target);
  });

  // Chosen with the pointer, a filter works at once; with keys it waits for its button,
  // since each arrow and each figure of a day is a change.
  let pointed = false;
  document.addEventListener("pointerdown", () => { pointed = true; }, true);
  document.addEventListener("keydown", () => { pointed = false; }, true);
  document.addEventListener("change", (event) => {
    const whole = event.target.closest("[data-check-all]");
    if (whole) {
      all('input[name="id"]', whole.closest("form")).forEach((box) => { box.checked = whole.checked; });
    }
    if (pointed && event.target.closest(".filters[data-live]") && event.target.matches("select, input[type=date]")) {
      event.target.form.requestSubmit();
    }
  });

  // A slow request shows at once that it was heard.
  document.addEventListener("submit", (event) => {
    document.body.classList.add("busy");
    const pressed = event.submitter;
    if (pressed) { setTimeout(() => pressed.setAttribute("aria-busy", "true"), 0); }
  });
  window.addEventListener("pageshow", () => {
    document.body.classList.remove("busy");
    all("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    document.body.classList.remove("busy");
    all("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    const result = event.detail.target.querySelector?.("[data-announce]");
    if (result) { say(result.textContent.trim()); }
  });

  // What updates by itself says when it no longer can.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.id === "wall") { event.detail.elt.classList.toggle("unheard", !event.detail.successful); }
  });

  // Files may be dropped on their field.
  all(".drop").forEach((drop) => {
    const field = one('input[type="file"]', drop);
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      field.files = event.dataTransfer.files;
    });
  });
  all("[data-close]").forEach((button) => button.addEventListener("click", () => button.closest("dialog").close()));
  all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
})();
