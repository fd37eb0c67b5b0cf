"use strict";
// A visitor without the app checks in: position on a tap, then the API's own answer in its own words.

const config = tourmap.readJSON("check-in-config");
const { words } = config;
const form = document.querySelector("[data-form]");
const status_ = document.querySelector("[data-status]");
const answer = document.querySelector("[data-answer]");
const GUEST = "tourmap.guest";

const say = (text) => { status_.textContent = text; };

const make = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

// Private windows may refuse to keep anything: then the guest lasts as long as the page.
const kept = {
  token: null,
  read() { try { return localStorage.getItem(GUEST) ?? this.token; } catch { return this.token; } },
  write(token) { this.token = token; try { localStorage.setItem(GUEST, token); } catch { /* see above */ } },
  drop() { this.token = null; try { localStorage.removeItem(GUEST); } catch { /* see above */ } },
};

const INSTALLATION = "tourmap.installation";
const installation = () => {
  try {
    if (!localStorage.getItem(INSTALLATION)) localStorage.setItem(INSTALLATION, newId());
    return localStorage.getItem(INSTALLATION);
  } catch { return null; }
};

const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
};

const post = async (address, body, token) => {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (token) headers.Authorization = `Token ${token}`;
  const sent = await fetch(`${address}?lang=${document.documentElement.lang}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: sent.status, body: await sent.json() };
};

const guest = async () => {
  if (kept.read()) return kept.read();
  const made = await post(config.api.guest, { lang: document.documentElement.lang });
  if (made.status !== 201) throw made;
  kept.write(made.body.token);
  return made.body.token;
};

const agree = async (token) => {
  const given = await post(config.api.consents, { purpose: "precise_position", policy_version: config.policy_version, age_14_or_over: true }, token);
  if (given.status >= 400) throw given;
};

const send = async (attempt) => {
  const token = await guest();
  try {
    if (attempt.position) await agree(token);
    const got = await post(config.api.check_ins, attempt, token);
    if (got.status >= 400) throw got;
    return got.body;
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    kept.drop(); // the token has ended: go on as a new guest, once
    const fresh = await guest();
    if (attempt.position) await agree(fresh);
    const got = await post(config.api.check_ins, attempt, fresh);
    if (got.status >= 400) throw got;
    return got.body;
  }
};

const position = () => new Promise((found, failed) => {
  if (!navigator.geolocation) return failed({ code: 2 });
  navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 });
});

const asSent = ({ coords, timestamp }) => ({
  lat: coords.latitude,
  lng: coords.longitude,
  datum: "wgs84", // what the standard says a browser gives; another one shows as a hint in the answer
  accuracy_m: coords.accuracy,
  fix_age_s: Math.max(0, Math.round((Date.now() - timestamp) / 1000)),
});

const line = (check) => {
  const row = make("li", check.passed ? "passed" : "failed");
  row.append(make("span", "mark", check.passed ? "✓" : "!"), make("span", "visually-hidden", check.passed ? words.passed : words.failed), make("span", "", check.message));
  return row;
};

const show = (visit) => {
  const counts = visit.counted;
  const head = make("div", counts ? "verdict counts" : "verdict");
  if (counts) {
    const stamp = make("span", "seal stamp", "打卡");
    stamp.lang = "zh-Hans";
    stamp.setAttribute("aria-hidden", "true");
    head.append(stamp);
  }
  const told = make("div");
  told.append(make("h2", "", words[visit.status]), make("p", "", words[`grade_${visit.status}`] ?? ""));
  if (visit.result === "already_today") told.append(make("p", "", words.already_today));
  for (const reward of visit.rewards) told.append(make("p", "reward", reward.message));
  head.append(told);
  const checks = make("ul", "checks");
  checks.append(...visit.checks.map(line));
  answer.replaceChildren(head, checks);
  if (visit.hint) answer.append(make("p", "hint", visit.hint.message));
  offerAppeal(visit);
  if (counts) offerToKeep();
  done(counts);
};

const refuse = (problem) => {
  const told = make("div", "verdict");
  const text = make("div");
  text.append(make("h2", "", words.refused), make("p", "", problem.detail ?? ""));
  if (problem.etiquette) text.append(make("p", "quiet", problem.etiquette));
  told.append(text);
  answer.replaceChildren(told);
  done(false);
};

const done = (counts) => {
  say("");
  form.hidden = counts;
  answer.hidden = false;
  document.querySelector("[data-guest]").hidden = !kept.read();
  answer.focus();
};

const lost = (attempt) => {
  say(words.offline);
  const again = make("button", "button strong", words.again);
  again.type = "button";
  again.addEventListener("click", () => deliver(attempt));
  answer.replaceChildren(again);
  answer.hidden = false;
};

const busy = (is) => { for (const button of form.querySelectorAll("button")) button.disabled = is; };

const deliver = async (attempt) => {
  say(words.sending);
  answer.hidden = true;
  busy(true);
  try {
    show(await send(attempt));
  } catch (problem) {
    if (problem.body) refuse(problem.body);
    else lost(attempt);
  } finally {
    busy(false);
  }
};

const proofs = () => [config.code, form.elements.screen?.value.trim()].filter(Boolean).map((value) => ({ type: "code", value }));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const attempt = { id: newId(), location: config.location, proof: proofs(), installation: installation() };
  if (event.submitter?.dataset.way === "position") {
    say(words.looking);
    busy(true);
    try {
      attempt.position = asSent(await position());
    } catch (error) {
      say(error.code === 1 ? words.denied : words.unavailable);
      busy(false);
      form.querySelector("[data-way=code]").focus();
      return;
    }
  }
  attempt.captured_at = new Date().toISOString();
  await deliver(attempt);
});

form.hidden = false;
