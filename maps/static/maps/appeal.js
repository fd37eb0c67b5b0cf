"use strict";
// "Ask the bureau to look": the form under an answer that does not count, and how it stands later.
// Loaded after check-in.js, whose names it uses.

const asking = document.querySelector("[data-appeal]");
const standing = document.querySelector("[data-standing]");
const told = asking.querySelector("[data-told]");
const NOTED = `tourmap.appeal.${config.location}`;

// The visit that may be or was appealed, for when the page is opened again.
const noted = {
  read() { try { return localStorage.getItem(NOTED); } catch { return null; } },
  write(id) { try { localStorage.setItem(NOTED, id); } catch { /* lasts as long as the page */ } },
  drop() { try { localStorage.removeItem(NOTED); } catch { /* see above */ } },
};

let visitId = null;
let photo = null; // { file, id }: a retry sends the same file under the same id

const ask = async (method, address, { body, type } = {}) => {
  const headers = { Accept: "application/json", Authorization: `Token ${kept.read()}` };
  if (type) headers["Content-Type"] = type;
  const got = await fetch(`${address}?lang=${document.documentElement.lang}`, { method, headers, body });
  const read = got.status === 204 ? null : await got.json();
  if (got.status >= 400) throw { status: got.status, body: read };
  return read;
};

const ofVisit = () => `${config.api.my_check_ins}${visitId}/`;

const stand = (visit) => {
  const { appeal } = visit;
  standing.hidden = !appeal.status;
  if (!appeal.status) return;
  const text = make("div");
  text.append(make("h2", "", words.visit_of.replace("{day}", visit.local_date)), make("p", "", appeal.message));
  if (appeal.reason) text.append(make("p", "", appeal.reason.message));
  if (appeal.words) text.append(make("p", "said", appeal.words));
  if (appeal.status === "open") {
    const withdraw = make("button", "button", words.withdraw);
    withdraw.type = "button";
    withdraw.addEventListener("click", () => takeBack(withdraw));
    text.append(withdraw);
  }
  const box = make("div", visit.counted ? "verdict counts" : "verdict");
  box.append(text);
  standing.replaceChildren(box);
};

// Called with every answer of the API about a visit: check-in.js does after a check-in.
const offerAppeal = (visit) => {
  const { allowed, status } = visit.appeal;
  asking.hidden = !allowed;
  if (!allowed && !status) return;
  visitId = visit.id;
  noted.write(visit.id);
  stand(visit);
};

const faulty = (problem) => { told.textContent = problem.body?.detail ?? words.offline; };

const sendPhoto = async (file) => {
  if (photo?.file !== file) photo = { file, id: newId() };
  await ask("PUT", `${config.api.check_ins}${visitId}/photos/${photo.id}/`, { body: file, type: file.type || "application/octet-stream" });
};

asking.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = asking.querySelector("button");
  const { text, picture } = asking.elements;
  told.textContent = words.asking;
  button.disabled = true;
  try {
    if (picture.files.length) await sendPhoto(picture.files[0]);
    const made = await ask("POST", `${config.api.check_ins}${visitId}/appeal/`, { body: JSON.stringify({ text: text.value.trim() }), type: "application/json" });
    told.textContent = "";
    picture.value = "";
    answer.hidden = true;
    offerAppeal(made.check_in);
    standing.focus();
  } catch (problem) {
    faulty(problem);
  } finally {
    button.disabled = false;
  }
});

const takeBack = async (button) => {
  button.disabled = true;
  try {
    await ask("DELETE", `${config.api.check_ins}${visitId}/appeal/`);
    offerAppeal(await ask("GET", ofVisit()));
  } catch (problem) {
    button.disabled = false;
    button.after(make("p", "", problem.body?.detail ?? words.offline));
  }
};

const resume = async () => {
  visitId = noted.read();
  if (!visitId || !kept.read()) return;
  try {
    offerAppeal(await ask("GET", ofVisit()));
  } catch (problem) {
    if (problem.status === 404) noted.drop(); // deleted, or of a guest who was another one
  }
};

resume();
