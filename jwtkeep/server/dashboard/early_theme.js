// Before anything is drawn, so that a chosen theme does not flash in. Nothing is kept but the choice.
try {
  const chosen = localStorage.getItem("jwtkeep-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // A browser that keeps nothing shows what the system wants.
}
