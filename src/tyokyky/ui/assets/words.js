// Words of Streamlit itself that it can not be told to say in Finnish. Whole texts only, so that nothing of ours changes.
(function () {
  var words = {
    "Upload": "Valitse tiedosto", "Browse files": "Valitse tiedosto", "Drag and drop file here": "Tai pudota se tähän",
    "No results": "Ei osumia", "No options to select.": "Ei valittavaa", "No options to select": "Ei valittavaa",
    "Press Enter to apply": "Hyväksy Enterillä", "Running...": "Lasketaan…", "Stop": "Keskeytä",
    "View more": "Näytä lisää", "View less": "Näytä vähemmän", "Connecting": "Yhdistetään", "Page not found": "Sivua ei ole"
  };
  var labels = {
    "Clear value": "Tyhjennä valinta", "Clear all": "Tyhjennä valinta", "Fullscreen": "Koko ruutu",
    "Close fullscreen": "Sulje koko ruutu", "Exit fullscreen": "Sulje koko ruutu", "Close": "Sulje",
    "Collapse sidebar": "Sulje sivupalkki", "Expand sidebar": "Avaa sivupalkki", "Upload": "Valitse tiedosto",
    "Open": "Avaa", "Sidebar": "Sivupalkki", "App pages": "Sivut", "file upload": "tiedoston valinta"
  };
  var size = /^(\d+)\s?MB per file$/;
  function translate(node) {
    var text = node.nodeValue.trim();
    if (words[text]) node.nodeValue = words[text];
    else if (size.test(text)) node.nodeValue = text.replace(size, "enintään $1 Mt");
  }
  function label(element) {
    ["aria-label", "title"].forEach(function (name) {
      var said = element.getAttribute(name);
      if (labels[said]) element.setAttribute(name, labels[said]);
      else if (said && said.indexOf("Help for ") === 0) element.setAttribute(name, "Ohje: " + said.slice(9));
    });
  }
  function visit(root) {
    if (root.nodeType === Node.TEXT_NODE) return translate(root);
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest("svg")) return;
    label(root);
    root.querySelectorAll("[aria-label], [title]").forEach(label);
    var walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) translate(walker.currentNode);
  }
  new MutationObserver(function (changes) {
    changes.forEach(function (change) { change.addedNodes.forEach(visit); });
  }).observe(document, { childList: true, subtree: true });
})();
