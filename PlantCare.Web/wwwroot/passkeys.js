// Passkeys (WebAuthn): makes them for the security page, and signs in with them on the sign-in page. What they are asked and what they
// answer is Api's business; here it only goes to the browser and back.

// Browsers know passkeys for names alone, and not where somebody on the way could read along.
export const possible = () =>
  isSecureContext
  && !/^(\d+\.){3}\d+$|^\[/.test(location.hostname)
  && typeof PublicKeyCredential === "function"
  && "parseCreationOptionsFromJSON" in PublicKeyCredential
  && "toJSON" in PublicKeyCredential.prototype;

export async function create(options) {
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const credential = await navigator.credentials.create({ publicKey });
    return { credential: credential.toJSON(), fault: null };
  } catch (fault) {
    return { credential: null, fault: fault.name };
  }
}

// A challenge is good for five minutes; an offer that stays open longer gets a new one in time.
const renewAfter = 4 * 60 * 1000;
const renewal = "renewal";
const form = document.getElementById("passkey-form");
let offered = new AbortController();

const ask = async () => {
  const answer = await fetch(form.dataset.options, { method: "POST", cache: "no-store" });
  return answer.status === 200 ? await answer.json() : null;
};

const get = async (asked, how) => {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.options);
  const credential = await navigator.credentials.get({ publicKey, ...how });
  form.elements["Passkey.State"].value = asked.state;
  form.elements["Passkey.Credential"].value = JSON.stringify(credential.toJSON());
  form.submit();
};

// Among what the browser fills the address in with, without anybody having asked for it.
async function offer() {
  for (let asked = await ask(); asked !== null; asked = await ask()) {
    form.hidden = false;
    offered = new AbortController();
    const timer = setTimeout(() => offered.abort(renewal), renewAfter);
    try {
      await get(asked, { mediation: "conditional", signal: offered.signal });
      return;
    } catch {
      if (offered.signal.reason !== renewal) {
        return;
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

async function choose() {
  const button = form.querySelector("button");
  const problem = form.querySelector("[role=alert]");
  button.disabled = true;
  problem.hidden = true;
  offered.abort();
  try {
    await get(await ask(), {});
  } catch {
    problem.hidden = false;
    button.disabled = false;
  }
}

if (form !== null && possible()) {
  form.querySelector("button").addEventListener("click", choose);
  if (await PublicKeyCredential.isConditionalMediationAvailable?.()) {
    await offer().catch(() => { /* The server is away; the password's form says so. */ });
  } else {
    form.hidden = false;
  }
}
