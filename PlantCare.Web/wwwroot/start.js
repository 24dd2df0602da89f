// Starts the circuit and, when it breaks, keeps at it until it is back: with growing pauses, at once when the device or the tab
// wakes up, and by loading the page again when the server no longer knows the circuit (it was restarted).
(() => {
  "use strict";
  const longestPause = 15000;
  const notice = document.getElementById("components-reconnect-modal");
  let attempt = 0;
  let timer = 0;
  let lost = false;
  let trying = false;

  const again = () => {
    clearTimeout(timer);
    const pause = Math.min(longestPause, 500 * 2 ** attempt++) * (0.75 + Math.random() / 2);
    timer = setTimeout(tryNow, pause);
  };

  async function tryNow() {
    if (!lost || trying) {
      return;
    }
    clearTimeout(timer);
    trying = true;
    try {
      const answer = await fetch("alive", { cache: "no-store", signal: AbortSignal.timeout(5000) });
      if (answer.ok && !(await Blazor.reconnect())) {
        location.reload();
        return;
      }
    } catch {
      // Still away.
    } finally {
      trying = false;
    }
    if (lost) {
      again();
    }
  }

  notice.addEventListener("components-reconnect-state-changed", event => {
    switch (event.detail.state) {
      case "show":
        lost = true;
        attempt = 0;
        again();
        break;
      case "hide":
        lost = false;
        clearTimeout(timer);
        break;
      case "rejected":
        location.reload();
        break;
    }
  });
  document.getElementById("reconnect-now").addEventListener("click", tryNow);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && tryNow());
  addEventListener("online", tryNow);

  // Blazor's own attempts would end after a few minutes; ours do not, and they load the page again when that is what helps.
  Blazor.start({
    circuit: {
      reconnectionOptions: { maxRetries: 1, retryIntervalMilliseconds: 0 },
      // The circuit speaks as the document does, even where another language was chosen in another tab since.
      configureSignalR: builder => builder.withUrl(`_blazor?language=${encodeURIComponent(document.documentElement.lang)}`),
    },
    ssr: { disableDomPreservation: true },
  });
})();
