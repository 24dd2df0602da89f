// Waits on the sign-in page for what is chosen in Telegram. Without this script the page's own button goes on; with it nobody needs that.
const wait = document.getElementById("telegram-wait");
const pause = 2000;

const show = (name) => {
  for (const words of wait.querySelectorAll("[role=status] > span")) {
    words.hidden = !words.classList.contains(name);
  }
};

async function look() {
  const answer = await fetch(wait.dataset.status, { cache: "no-store" });
  return answer.status === 200 ? await answer.text() : "";
}

async function watch() {
  const form = wait.querySelector("form");
  form.hidden = true;
  while (Date.now() < Number(wait.dataset.until)) {
    const status = await look().catch(() => "");
    if (status === "approved") {
      form.requestSubmit();
      return;
    }
    if (status === "over") {
      break;
    }
    if (status !== "") {
      show(`telegram-${status}`);
    }
    await new Promise((go) => { setTimeout(go, pause); });
  }
  location.replace(location.href);
}

if (wait !== null) {
  watch();
}
