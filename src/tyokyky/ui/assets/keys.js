// Streamlit reruns on "r" and clears its caches on "c": single keys that a speech or switch user presses by accident
// (WCAG 2.1.4). They are stopped before Streamlit hears them, except where a person is writing.
window.addEventListener("keydown", function (event) {
  var target = event.target;
  var writes = target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].indexOf(target.tagName) >= 0;
  var alone = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (alone && !writes && ["r", "R", "c", "C"].indexOf(event.key) >= 0) event.stopImmediatePropagation();
}, true);
