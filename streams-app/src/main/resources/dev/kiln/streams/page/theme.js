// Before anything is painted: the theme that somebody chose here, if anybody did.
(() => {
  const chosen = localStorage.getItem("kiln-theme");
  if (chosen === "dark" || chosen === "light") {
    document.documentElement.dataset.theme = chosen;
  }
})();
