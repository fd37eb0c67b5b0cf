// A traveller's whole journey, as an app makes it: node build/journey.js STEP URL FOLDER
// FOLDER keeps what the app keeps: the token, and the queue. Each step prints what it saw, as JSON.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "./client.js";
import { type CheckIn, Queue, SignedOut } from "./queue.js";

const [step = "", url = "", folder = ""] = process.argv.slice(2);
const PATIENCE_MS = 20_000;

const tokenFile = join(folder, "token");
const visitsFile = join(folder, "visits.json"); // what the traveller does while she has no line
const queueFile = join(folder, "queue.json");

async function signedIn() {
  return connect(url, await readFile(tokenFile, "utf8"));
}

/** The answer, where there must be one. */
function got<T>(sent: { data?: T; response: Response }): T {
  if (sent.data === undefined) throw new Error(`${sent.response.url}: ${sent.response.status}`);
  return sent.data;
}

async function arrive() {
  const nobody = connect(url);
  const consents = [{ purpose: "precise_position", policy_version: "2026-11" } as const];
  const guest = got(await nobody.POST("/api/v1/auth/guest/", { body: { consents } }));
  await writeFile(tokenFile, guest.token, { mode: 0o600 });
  const dramas = got(await nobody.GET("/api/v1/dramas/", { params: { query: { q: "jljw" } } }));
  const slug = dramas.results[0]?.slug ?? "";
  const places = got(
    await nobody.GET("/api/v1/dramas/{slug}/locations/", {
      params: { path: { slug }, query: { datum: "gcj02" } },
    }),
  );
  const listed = "results" in places ? places.results : []; // else it is GeoJSON
  const first = JSON.parse(await readFile(visitsFile, "utf8"))[0] as CheckIn;
  const { lat, lng, datum } = first.position ?? {};
  const client = await signedIn();
  const options = got(
    await client.GET("/api/v1/locations/{slug}/check-in-options/", {
      params: {
        path: { slug: first.location },
        query: { ...(lat !== undefined && { lat }), ...(lng !== undefined && { lng }), ...(datum && { datum }) },
      },
    }),
  );
  const taken = await client.POST("/api/v1/check-ins/", { body: first });
  const again = await client.POST("/api/v1/check-ins/", { body: first });
  const reused = await client.POST("/api/v1/check-ins/", { body: { ...first, note: "other" } });
  return {
    traveller: guest.traveller,
    drama: slug,
    places: listed.map((place) => [place.slug, place.position?.datum ?? null]),
    would_count: options.would_count,
    taken: [taken.response.status, taken.data?.result, taken.data?.counted],
    again: [again.response.status, again.data?.result],
    reused: [reused.response.status, reused.error?.code, reused.response.headers.get("Content-Type")],
  };
}

async function record() {
  const queue = await Queue.open(queueFile);
  const visits = JSON.parse(await readFile(visitsFile, "utf8")) as CheckIn[];
  for (const visit of visits.slice(1)) await queue.add(visit);
  return { waiting: queue.size };
}

async function sync() {
  const queue = await Queue.open(queueFile);
  try {
    const { done, waiting, wantConsent } = await queue.sync(await signedIn(), PATIENCE_MS);
    const answered = done.map(({ id, http_status }) => [id, http_status]);
    return { done: answered, waiting, want_consent: wantConsent };
  } catch (error) {
    if (error instanceof SignedOut) return { signed_out: true, waiting: queue.size };
    throw error;
  }
}

async function leave() {
  const client = await signedIn();
  const passport = got(await client.GET("/api/v1/me/passport/"));
  const visits: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 50, ...(cursor !== undefined && { cursor }) };
    const page = got(await client.GET("/api/v1/me/check-ins/", { params: { query } }));
    visits.push(...page.results.map((visit) => visit.id));
    cursor = page.next ? (new URL(page.next).searchParams.get("cursor") ?? undefined) : undefined;
  } while (cursor !== undefined);
  const path = { id: visits[0] ?? "" };
  const noted = got(
    await client.PATCH("/api/v1/me/check-ins/{id}/", { params: { path }, body: { note: "和妈妈一起" } }),
  );
  const removed = await client.DELETE("/api/v1/me/check-ins/{id}/", { params: { path } });
  const archive = got(await client.GET("/api/v1/me/export/"));
  const erased = await client.DELETE("/api/v1/me/");
  const after = await client.GET("/api/v1/me/");
  return {
    totals: passport.totals,
    stamps: passport.stamps.map((stamp) => stamp.location.slug),
    visits,
    note: noted.note,
    removed: removed.response.status,
    exported: archive.check_ins.length,
    tombstones: archive.deleted_check_ins.map((gone) => gone.id),
    erased: erased.response.status,
    after: [after.response.status, after.error?.code],
  };
}

const steps: Record<string, () => Promise<unknown>> = { arrive, record, sync, leave };
const chosen = steps[step];
if (!chosen) throw new Error(`Steps are ${Object.keys(steps).join(", ")}.`);
console.log(JSON.stringify(await chosen()));
