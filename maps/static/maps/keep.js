"use strict";
// "Keep your stamps": the guest of this browser gets a name and a password, or signs in to the
// account there is. Loaded after appeal.js; uses its `ask` and the `kept` of check-in.js.

const keeping = document.querySelector("[data-keep]");
const outcome = keeping.querySelector("[data-kept]");

const whoAmI = () => ask("GET", config.api.me);

const settle = (name) => {
  keeping.querySelector("form").hidden = true;
  outcome.textContent = words.kept_as.replace("{name}", name);
  document.querySelector("[data-guest]").hidden = true;
};

// Called with every counted visit; asks who the token belongs to only when there is something to keep.
const offerToKeep = async () => {
  try {
    const me = await whoAmI();
    keeping.hidden = me.kind !== "guest";
  } catch { /* offered again after the next visit */ }
};

const makeAccount = ({ username, password, old_enough }) =>
  ask("POST", config.api.account, {
    type: "application/json",
    body: JSON.stringify({ username: username.value, password: password.value, age_14_or_over: old_enough.checked }),
  });

// With the guest's token, so that the guest's stamps are folded into the account.
const signIn = async ({ username, password }) => {
  const body = JSON.stringify({ username: username.value, password: password.value });
  const passed = await ask("POST", config.api.login, { type: "application/json", body });
  kept.write(passed.token);
};

keeping.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { elements } = event.target;
  const buttons = event.target.querySelectorAll("button");
  outcome.textContent = words.keeping;
  for (const button of buttons) button.disabled = true;
  try {
    await (event.submitter.dataset.way === "login" ? signIn(elements) : makeAccount(elements));
    settle((await whoAmI()).username);
  } catch (problem) {
    outcome.textContent = problem.body?.detail ?? words.offline;
  } finally {
    elements.password.value = "";
    for (const button of buttons) button.disabled = false;
  }
});
