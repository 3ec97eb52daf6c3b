// Passkeys: <form data-passkey="add|use|sign-in"> with a hidden `credential` field and a button
// [data-passkey-go]. The options stand in a JSON script with the id that data-options names; for
// "sign-in" they are fetched when the button is pressed. What goes wrong is said in the element
// [data-passkey-said].
const SAID = {
  NotAllowedError: "Nothing was chosen, or it took too long. Press the button to try again.",
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "This address cannot be used with passkeys.",
  NotSupportedError: "This browser or device cannot make such a passkey.",
};

function bytes(text) {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (each) => each.charCodeAt(0));
}

function text(buffer) {
  if (!buffer) return undefined;
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function read(options) {
  const { publicKey } = structuredClone(options);
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const list of [publicKey.excludeCredentials, publicKey.allowCredentials]) {
    list?.forEach((each) => (each.id = bytes(each.id)));
  }
  return publicKey;
}

function write(credential) {
  const { response } = credential;
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
      transports: response.getTransports?.(),
    },
  });
}

const CEREMONIES = {
  // A passkey that the device can find by itself also signs in alone; a plain key is a second factor.
  async add(options) {
    const publicKey = read(options.creation_options);
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: "preferred",
      requireResidentKey: false,
    };
    return navigator.credentials.create({ publicKey });
  },
  use: (options) => navigator.credentials.get({ publicKey: read(options.request_options) }),
  async "sign-in"(options, form) {
    const answer = await fetch(form.action, {
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
      credentials: "same-origin",
    });
    if (!answer.ok) throw new Error("The service did not answer.");
    return CEREMONIES.use(await answer.json());
  },
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-passkey-go]");
  const said = form.querySelector("[data-passkey-said]");
  const options = form.dataset.options && JSON.parse(document.getElementById(form.dataset.options).textContent);
  if (!window.PublicKeyCredential) {
    said.textContent = "This browser cannot use passkeys.";
    continue;
  }
  form.hidden = false;
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    said.textContent = "Follow what your device asks.";
    try {
      const credential = await CEREMONIES[form.dataset.passkey](options, form);
      form.elements.credential.value = write(credential);
      form.submit();
    } catch (error) {
      said.textContent = SAID[error.name] ?? "That did not work. Try again, or use another way.";
    }
  });
}
