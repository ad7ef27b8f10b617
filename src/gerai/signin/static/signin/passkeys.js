// Shows what needs passkeys only where the browser has them, and says when one failed.
(() => {
  const parts = document.querySelectorAll("[data-needs-passkeys]");
  if (window.PublicKeyCredential) {
    for (const part of parts) part.hidden = false;
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const said of document.querySelectorAll("[data-passkey-failed]")) {
      said.hidden = false;
    }
  });
})();
