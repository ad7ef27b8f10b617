// Fetches what suggestions need when somebody first goes to a search box.
const { suggest, suggestions } = document.body.dataset;
if (suggest) {
  for (const box of document.querySelectorAll('form[role="search"] input[type="search"]')) {
    const prepare = () =>
      import(suggest).then((module) => module.attach(box, suggestions)).catch(() => {});
    if (box === document.activeElement) prepare();
    else box.addEventListener("focus", prepare, { once: true });
  }
}
