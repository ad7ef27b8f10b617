// A form that is answered where it stands: the answer's own part takes the place of the
// form's. Without this script the browser shows the answer as a page.

// Read as a document, nothing in it runs.
const answered = (address, body) => new Promise((done, failed) => {
  const request = new XMLHttpRequest();
  request.open("POST", address);
  request.responseType = "document";
  request.onload = () => done(request.response);
  request.onerror = failed;
  request.send(body);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const part = form.closest("[data-in-place]");
  if (!part) return;
  event.preventDefault();
  const buttons = [...form.querySelectorAll("button")];
  const data = new URLSearchParams(new FormData(form, event.submitter));
  for (const button of buttons) button.disabled = true;
  let next;
  try {
    next = (await answered(form.action, data))?.querySelector("main [data-in-place]");
  } catch {
    // No connection: said below.
  }
  if (!next) {
    const words = part.querySelector("[role=alert]") ?? document.createElement("p");
    words.setAttribute("role", "alert");
    words.textContent = part.dataset.inPlace;
    form.append(words);
    for (const button of buttons) button.disabled = false;
    return;
  }
  // The reader is on that page already.
  next.querySelector(".ask__back")?.remove();
  part.replaceWith(document.adoptNode(next));
  next.querySelector("[aria-invalid], [tabindex]")?.focus();
});
