// Starts what Wagtail starts by inline scripts, which the desk's policy refuses: each
// call stands as data in <script type="application/json" data-start="name">[…]</script>.
// Only the calls below are made, whatever a page may hold.
(() => {
  const construct = (name) => (...given) => new window[name](...given);
  const call = (name) => (...given) => window[name](...given);
  const CALLS = {
    InlinePanel: construct("InlinePanel"),
    MultipleChooserPanel: construct("MultipleChooserPanel"),
    initDateChooser: call("initDateChooser"),
    initTimeChooser: call("initTimeChooser"),
    initDateTimeChooser: call("initDateTimeChooser"),
    createTaskChooser: call("createTaskChooser"),
    chooserUrls: (urls) => {
      window.chooserUrls ??= urls;
    },
    selectAll: (all, each) => {
      const main = document.querySelector(`[name="${CSS.escape(all)}"]`);
      main?.addEventListener("change", () => {
        document.querySelectorAll(`[name="${CSS.escape(each)}"]`).forEach((box) => {
          box.checked = main.checked;
        });
      });
    },
  };
  // Choosers of pages, pictures, files and records: each kind has a class of its own.
  const CHOOSER = /^[A-Z][A-Za-z]*Chooser$/;
  const SELECTOR = 'script[type="application/json"][data-start]';

  const start = (block) => {
    const name = block.dataset.start;
    const known = Object.hasOwn(CALLS, name)
      ? CALLS[name]
      : CHOOSER.test(name) && typeof window[name] === "function" && construct(name);
    if (!known || block.dataset.started) return;
    block.dataset.started = "yes";
    known(...JSON.parse(block.textContent));
  };
  const startWithin = (root) => {
    if (root.matches?.(SELECTOR)) start(root);
    root.querySelectorAll?.(SELECTOR).forEach(start);
  };

  const watch = () => {
    startWithin(document);
    new MutationObserver((changes) => {
      for (const change of changes) {
        for (const node of change.addedNodes) if (node.isConnected) startWithin(node);
      }
    }).observe(document, { childList: true, subtree: true });
  };
  // "interactive": everything is read, and nobody has been told yet.
  if (document.readyState === "loading") {
    document.addEventListener("readystatechange", watch, { once: true });
  } else {
    watch();
  }
})();
