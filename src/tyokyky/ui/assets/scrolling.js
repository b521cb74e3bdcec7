// What scrolls sideways must be reachable by keyboard (WCAG 2.1.1): wide tables and the path picture get a tab stop.
(function () {
  function reachable(element, label) {
    element.tabIndex = 0;
    element.setAttribute("role", "group");
    if (label) element.setAttribute("aria-label", label);
  }
  function visit(root) {
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    var tables = root.matches("table") ? [root] : Array.from(root.querySelectorAll("[data-testid=stTable] table"));
    tables.forEach(function (table) { reachable(table.parentElement, table.getAttribute("aria-label")); });
    var wide = '[class*="st-key-wide"]';
    (root.matches(wide) ? [root] : Array.from(root.querySelectorAll(wide))).forEach(function (picture) {
      reachable(picture, "Leveä kuva, vierii sivusuunnassa");
    });
  }
  new MutationObserver(function (changes) {
    changes.forEach(function (change) { change.addedNodes.forEach(visit); });
  }).observe(document, { childList: true, subtree: true });
})();
