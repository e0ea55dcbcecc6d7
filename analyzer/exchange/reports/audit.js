"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const told = form.querySelector("output");
  const rules = [...document.querySelectorAll(".rule")].map((section) => ({
    section,
    severity: section.dataset.severity,
    rows: [...section.querySelectorAll("tr[data-team]")].map((row) => ({ row, text: row.textContent.toLowerCase() })),
  }));
  const all = rules.reduce((sum, rule) => sum + rule.rows.length, 0);
  const filter = () => {
    const wanted = new FormData(form);
    const severities = wanted.getAll("severity");
    const team = wanted.get("team");
    const text = wanted.get("text").trim().toLowerCase();
    let shown = 0;
    for (const rule of rules) {
      let here = 0;
      for (const one of rule.rows) {
        const fits = severities.includes(rule.severity) && (!team || one.row.dataset.team === team) && one.text.includes(text);
        one.row.hidden = !fits;
        here += fits;
      }
      rule.section.hidden = !here;
      shown += here;
    }
    told.textContent = shown === all ? "" : `${shown.toLocaleString("en")} of ${all.toLocaleString("en")} listed`;
  };
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      form.reset();
      filter();
      target.scrollIntoView();
    }
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);
  form.hidden = false;
  filter();
})();
