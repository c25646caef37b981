// Before the first paint, so that a dark room stays dark.
(function () {
  var theme = null;
  try {
    theme = localStorage.getItem("theme");
  } catch {
    /* Storage is switched off: the system decides. */
  }
  var dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme =
    theme === "light" || theme === "dark" ? theme : dark ? "dark" : "light";
})();
