// A service joins the visit that was begun in this tab, or the one saved on the phone.

function visit() {
  try {
    const current = JSON.parse(sessionStorage.getItem("gerai:visit"));
    if (typeof current === "string" && current) return current;
    const saved = JSON.parse(localStorage.getItem("gerai:visit:saved"));
    return typeof saved?.query === "string" ? saved.query : "";
  } catch {
    return "";
  }
}

const known = new URLSearchParams(visit());
if (known.has("layanan")) {
  for (const link of document.querySelectorAll("[data-visit-add]")) {
    const added = new URL(link.href);
    const query = new URLSearchParams(known);
    for (const service of added.searchParams.getAll("layanan")) {
      if (!query.getAll("layanan").includes(service)) query.append("layanan", service);
    }
    added.search = query;
    link.href = added.href;
  }
}
