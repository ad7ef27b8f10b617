// Keeps what somebody types in a form of the desk on this device until it is saved: a
// closed laptop, an expired session or a lost connection must not cost them their work.
// Nothing else is kept; signing out, saving and two weeks clear it.

(() => {
  const PREFIX = "gerai-draft:";
  const KEEP_FOR = 14 * 24 * 60 * 60 * 1000;
  const PAUSE = 600;
  const RESTORE = "gerai-restore";
  const NOT_KEPT = /^(csrfmiddlewaretoken|next|gerai-restore|action-.*|overwrite_revision_id)$/;
  const FORMS = "#page-edit-form, #w-editor-form, .component-form";
  const words = document.currentScript?.dataset ?? {};

  const stored = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return []; // Storage is switched off: then nothing is kept.
    }
  };

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };

  const write = (key, draft) => {
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // Full or switched off; the form itself still has everything.
    }
  };

  const forget = (keys) => keys.forEach((key) => localStorage.removeItem(key));

  const entries = (form) =>
    [...new FormData(form)].filter(
      ([name, value]) =>
        typeof value === "string" &&
        !NOT_KEPT.test(name) &&
        form.elements[name]?.type !== "password",
    );

  // What the server needs to know of the version that was seen doesn't make a difference.
  const essence = (list) =>
    JSON.stringify(list.filter(([name]) => !/^(loaded_revision|seen)/.test(name)));

  const notice = (form, text, ...buttons) => {
    document.querySelector(".kept-draft")?.remove();
    const box = document.createElement("div");
    box.className = "kept-draft";
    box.setAttribute("role", "status");
    const sentence = document.createElement("p");
    sentence.textContent = text;
    box.append(sentence);
    for (const [label, act] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-secondary";
      button.textContent = label;
      button.addEventListener("click", () => act(box));
      box.append(button);
    }
    form.before(box);
  };

  // The server fills the form again: it knows how to draw every kind of field.
  const restore = (draft) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = location.href;
    form.hidden = true;
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    const fields = [...draft.entries, [RESTORE, "1"], ["csrfmiddlewaretoken", token.value]];
    for (const [name, value] of fields) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  };

  const offer = (form, key, draft) => {
    const at = new Date(draft.at).toLocaleString(document.documentElement.lang || "id", {
      dateStyle: "medium",
      timeStyle: "short",
    });
    notice(
      form,
      words.offer.replace("{time}", at),
      [words.restore, () => restore(draft)],
      [
        words.discard,
        (box) => {
          forget([key]);
          box.remove();
        },
      ],
    );
  };

  const watch = (form, key) => {
    let first = essence(entries(form));
    let timer = 0;
    const keep = () => {
      clearTimeout(timer);
      const now = entries(form);
      if (essence(now) !== first) write(key, { at: Date.now(), entries: now });
    };
    for (const name of ["input", "change"]) {
      form.addEventListener(name, () => {
        clearTimeout(timer);
        timer = setTimeout(keep, PAUSE);
      });
    }
    addEventListener("pagehide", () => timer && keep());
    // Wagtail's own saving in the background did it.
    document.addEventListener("w-autosave:success", () => {
      clearTimeout(timer);
      timer = 0;
      first = essence(entries(form));
      forget([key]);
    });
    form.addEventListener(
      "submit",
      (event) => {
        const draft = { at: Date.now(), entries: entries(form), sent: true };
        clearTimeout(timer);
        timer = 0;
        write(key, draft);
        if (navigator.onLine) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        waitForConnection(form, event.submitter);
      },
      { capture: true },
    );
  };

  const waitForConnection = (form, submitter) => {
    notice(form, words.offline);
    document.querySelector(".kept-draft").scrollIntoView({ block: "center" });
    addEventListener(
      "online",
      () => {
        if (submitter?.name) {
          const act = document.createElement("input");
          Object.assign(act, { type: "hidden", name: submitter.name, value: submitter.value });
          form.append(act);
        }
        form.requestSubmit();
      },
      { once: true },
    );
  };

  const start = () => {
    const now = Date.now();
    forget(stored().filter((key) => !(now - (read(key)?.at ?? 0) < KEEP_FOR)));
    if (document.querySelector(".messages .success")) {
      forget(stored().filter((key) => read(key)?.sent));
    }
    const owner = document.querySelector("[data-keep-owner]")?.dataset.keepOwner;
    const form = document.querySelector(FORMS);
    if (!owner || !form) return;
    const key = `${PREFIX}${owner}:${location.pathname}`;
    const kept = read(key);
    watch(form, key);
    if (!kept) return;
    if (document.querySelector("[data-form-refused]")) {
      // Shown again with all that was sent: there is nothing to offer, nor to forget.
      write(key, { ...kept, sent: false });
      return;
    }
    // Wagtail draws some fields a moment later.
    setTimeout(() => {
      if (essence(kept.entries) !== essence(entries(form))) offer(form, key, kept);
    }, 300);
  };

  document.addEventListener(
    "submit",
    (event) => {
      if (/\/logout\/$/.test(event.target.action ?? "")) forget(stored());
    },
    { capture: true },
  );
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
