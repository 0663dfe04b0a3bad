// Makes pages quicker to use; every page works without it.
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

  const closeOpen = () => {
    const open = all("details.menu[open], details.why[open]");
    open.forEach((details) => { details.open = false; one("summary", details).focus(); });
    const beside = one("#beside");
    if (beside && beside.firstChild) { beside.replaceChildren(); return true; }
    return open.length > 0;
  };

  const say = (words) => { const live = one("#live"); if (live) { live.textContent = words; } };

  // Keyboard: / finds, g and a letter goes, ? helps, Esc closes, arrows walk a table.
  let going = false;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { if (typing(event.target)) { event.target.blur(); } closeOpen(); return; }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "/") { event.preventDefault(); one("#find")?.focus(); return; }
    if (event.key === "?") { one("#keys")?.showModal(); return; }
    if (event.key === "g") { going = true; setTimeout(() => { going = false; }, 1500); return; }
    if (going) { going = false; one(`.rooms a[data-key="${CSS.escape(event.key)}"]`)?.click(); return; }
    const row = event.target.closest?.("tbody tr");
    if (row && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
      const link = next && one("a, input, button", next);
      if (link) { event.preventDefault(); link.focus(); }
    }
  });

  document.addEventListener("click", (event) => {
    const copied = event.target.closest("[data-copy]");
    if (copied) {
      const source = document.getElementById(copied.dataset.copy);
      navigator.clipboard?.writeText(source.value ?? source.textContent.trim());
      say(copied.dataset.said);
      copied.textContent = copied.dataset.said;
      return;
    }
    const chip = event.target.closest('a.chip[href*="/charter/clauses/"]');
    if (chip && one("#beside") && !event.ctrlKey && !event.metaKey && !chip.href.includes("#") && window.innerWidth > 720) {
      event.preventDefault();
      htmx.ajax("GET", chip.href, { target: "#beside", select: "#clause", swap: "innerHTML" })
        .then(() => { const beside = one("#beside"); beside.setAttribute("tabindex", "-1"); beside.focus(); });
      return;
    }
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) { menu.open = false; } });
  });

  document.addEventListener("change", (event) => {
    const whole = event.target.closest("[data-check-all]");
    if (whole) {
      all('input[name="id"]', whole.closest("form")).forEach((box) => { box.checked = whole.checked; });
    }
    if (event.target.closest(".filters[data-live]") && event.target.matches("select, input[type=date]")) {
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
