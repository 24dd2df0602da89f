// Runs before anything is painted: the theme and the time zone must be known by then. Small on purpose.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const themeCookie = "plantcare-theme";
  const zoneCookie = "plantcare-zone";
  const placeCookie = "plantcare-place";

  const read = name => document.cookie.split("; ").find(pair => pair.startsWith(name + "="))?.slice(name.length + 1) ?? null;
  const write = (name, value, days) => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${value}; path=/; max-age=${days * 86400}; samesite=lax${secure}`;
  };

  const chosen = () => {
    const value = read(themeCookie);
    return value === "light" || value === "dark" ? value : null;
  };
  const paint = () => {
    const theme = chosen() ?? (system.matches ? "dark" : "light");
    if (root.dataset.theme !== theme) {
      root.dataset.theme = theme;
      dispatchEvent(new CustomEvent("plantcare-theme", { detail: theme }));
    }
  };
  paint();
  system.addEventListener("change", paint);

  try {
    write(zoneCookie, Intl.DateTimeFormat().resolvedOptions().timeZone, 365);
  } catch {
    // Without a zone the server shows UTC.
  }

  // Blazor takes links to fragments for navigation and leaves the focus where it was.
  addEventListener("click", event => {
    const content = event.target instanceof Element && event.target.closest(".skip-link") && document.getElementById("content");
    if (content) {
      event.preventDefault();
      event.stopPropagation();
      content.focus();
      content.scrollIntoView();
    }
  }, true);

  const copyTheOldWay = text => {
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.style.position = "fixed";
    area.style.opacity = "0";
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return done;
  };

  window.plantcare = {
    // The dialog holds the page up until it is answered: not while the server waits for the end of this call.
    print: () => {
      setTimeout(() => window.print(), 50);
    },
    theme: {
      choice: () => chosen() ?? "system",
      choose: value => {
        write(themeCookie, value, value === "system" ? 0 : 365);
        paint();
      },
    },
    place: {
      keep: value => write(placeCookie, encodeURIComponent(value), value === "" ? 0 : 365),
    },
    copy: async text => {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        return copyTheOldWay(text);
      }
    },
  };
})();
