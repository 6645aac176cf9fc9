// What needs no server: the theme, dialogs, the tour, which pane a small screen shows, files, links in letters.

(() => {
  const TOUR = "kopa-tour-seen";
  const THEME = "kopa-theme";
  const TELEGRAM = ["t.me", "telegram.me"];
  const root = document.documentElement;

  const store = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* a private window forgets */ } },
  };
  if (store.get(THEME)) root.dataset.theme = store.get(THEME);

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  const open = (id) => {
    const dialog = document.getElementById(id);
    if (id === "tour") step(dialog, 0);
    if (dialog && !dialog.open) dialog.showModal();
  };

  function step(dialog, number) {
    [...dialog.querySelectorAll("section")].forEach((section, index) => {
      section.hidden = index !== number;
      if (index === number) dialog.setAttribute("aria-labelledby", section.querySelector("h2").id);
    });
    dialog.querySelector("section:not([hidden]) .primary")?.focus();
  }

  function tour(dialog, where) {
    const sections = [...dialog.querySelectorAll("section")];
    const now = sections.findIndex((section) => !section.hidden);
    if (where === "end") dialog.close();
    else step(dialog, now + (where === "next" ? 1 : -1));
  }

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest?.(selector);
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (!menu.contains(event.target) || on(".menu button, .menu a")) menu.open = false;
    if (on("[data-opens]")) open(on("[data-opens]").dataset.opens);
    if (on("[data-closes]")) on("dialog").close();
    if (on("[data-tour]")) tour(on("dialog"), on("[data-tour]").dataset.tour);
    if (on("[data-pane]:not(form, body)")) document.body.dataset.pane = on("[data-pane]").dataset.pane;
    if (on("[data-scroll]")) document.getElementById(on("[data-scroll]").dataset.scroll)?.scrollIntoView({ block: "center" });
    if (on("[data-theme-switch]")) {
      root.dataset.theme = isDark() ? "light" : "dark";
      store.set(THEME, root.dataset.theme);
    }
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.pane) document.body.dataset.pane = event.target.dataset.pane;
    event.target.closest("details.menu")?.removeAttribute("open");
  });
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[role=tab]");
    const other = tab && { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
    if (other && tab[other]) {
      tab[other].focus();
      tab[other].click();
    }
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("close", (event) => event.target.id === "tour" && store.set(TOUR, "yes"), true);
  document.addEventListener("change", async (event) => {
    const { files, dataset } = event.target;
    if (!files?.length) return;
    if (dataset.fills) document.getElementById(dataset.fills).value = await files[0].text();
    if (dataset.post) {
      const body = new FormData();
      body.append("file", files[0]);
      const answer = await fetch(dataset.post, { method: "POST", body });
      if (!answer.ok) say(await answer.text());
      else if (dataset.then === "reload") location.reload();
    }
    event.target.value = "";
  });

  function say(words) {
    const toast = document.getElementById("toast");
    toast.textContent = words;
    toast.hidden = false;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => (toast.hidden = true), 6000);
  }

  // A letter's page has no scripts: its links are listened to from here, and it gets as high as its words.
  function letter(frame, act) {
    const fit = () => {
      const page = frame.contentDocument;
      if (!page?.body) return;
      frame.style.height = `${page.documentElement.scrollHeight + 4}px`;
      if (page.isListenedTo) return;
      page.isListenedTo = true;
      page.addEventListener("click", (event) => {
        const link = event.target.closest?.("a[href]");
        if (!link) return;
        event.preventDefault();
        const inside = link.protocol === "mailto:" || TELEGRAM.includes(link.hostname);
        if (inside) {
          act({ act: "letter-link", to: link.href, letter: frame.dataset.letter });
          document.body.dataset.pane = "phones";
        } else window.open(link.href, "_blank", "noopener");
      });
    };
    frame.onload = fit;
    fit();
  }

  // NiceGUI speaks of a lost connection in languages that are not ours.
  addEventListener("DOMContentLoaded", () => {
    const said = document.getElementById("lost").dataset;
    [said.lost, said.again].forEach((words, at) => (document.querySelectorAll("#popup span")[at].textContent = words));
  });

  window.studio = {
    say,
    painted(region, act) {
      for (const frame of region.querySelectorAll("iframe[data-letter]")) letter(frame, act);
      if (region.querySelector("#tour") && !store.get(TOUR) && !window.studio.toured) {
        window.studio.toured = true;
        setTimeout(() => open("tour"), 300);
      }
    },
  };
})();
