// Small helps on the screens of everyday tasks; each of them works without, too.
(() => {
  // Fields that only one choice needs.
  for (const part of document.querySelectorAll("[data-own-of]")) {
    const choices = document.querySelectorAll(`input[name="${part.dataset.ownOf}"]`);
    const show = () => {
      part.hidden = ![...choices].some(
        (one) => one.checked && one.value === part.dataset.ownValue,
      );
    };
    for (const one of choices) one.addEventListener("change", show);
    show();
  }

  // A ready sentence can be put in other words.
  const reason = document.querySelector("#id_reason");
  for (const chip of document.querySelectorAll('input[name="ready_reason"]')) {
    chip.addEventListener("change", () => {
      if (reason) reason.value = chip.labels[0].textContent.trim();
    });
  }

  // What is wrong is read out first.
  document.querySelector("[data-errors]")?.focus();

  // Choosing the file is all there is to do, so it goes on by itself.
  for (const input of document.querySelectorAll("[data-send-at-once]")) {
    input.addEventListener("change", () => {
      if (input.files.length) input.form.requestSubmit();
    });
  }

  // 350000 is hard to read, 350.000 isn't.
  for (const input of document.querySelectorAll("[data-rupiah]")) {
    input.addEventListener("blur", () => {
      if (/^\d{4,}$/.test(input.value.trim())) {
        input.value = input.value.trim().replace(/\B(?=(\d{3})+$)/g, ".");
      }
    });
  }

  // Text from Word keeps its lists and bold words, as the signs that WhatsApp uses.
  const marks = { B: "*", STRONG: "*", H1: "*", H2: "*", H3: "*", I: "_", EM: "_" };
  const blocks = /^(P|DIV|H[1-6]|UL|OL|TABLE|TR|BLOCKQUOTE)$/;
  const written = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent.replace(/\s+/g, " ");
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    if (/^(STYLE|SCRIPT|HEAD|TITLE|META)$/.test(node.tagName)) return "";
    if (node.tagName === "BR") return "\n";
    const inner = [...node.childNodes].map(written).join("");
    if (node.tagName === "LI") {
      const list = node.parentElement;
      const items = [...(list?.children ?? [])];
      const sign = list?.tagName === "OL" ? `${items.indexOf(node) + 1}.` : "-";
      return `${sign} ${inner.trim()}\n`;
    }
    const mark = marks[node.tagName];
    const text = mark && inner.trim() ? `${mark}${inner.trim()}${mark}` : inner;
    return blocks.test(node.tagName) ? `\n\n${text.trim()}\n\n` : text;
  };
  for (const area of document.querySelectorAll("[data-tidy-paste]")) {
    area.addEventListener("paste", (event) => {
      const html = event.clipboardData?.getData("text/html");
      if (!html) return;
      event.preventDefault();
      const pasted = new DOMParser().parseFromString(html, "text/html");
      const text = written(pasted.body).replace(/ *\n */g, "\n").replace(/\n{3,}/g, "\n\n");
      area.setRangeText(text.trim(), area.selectionStart, area.selectionEnd, "end");
    });
  }
})();
