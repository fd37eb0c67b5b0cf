// An offline queue of check-ins: a file that survives a killed app, sent in batches over a bad line.
//
// A check-in is in the file before `add` returns and leaves it when it has been answered for good.
// The server knows each by its id, so sending one again is always safe. One queue per file at a time.

import { open, readFile, rename } from "node:fs/promises";
import type { Client } from "./client.js";
import type { components } from "./schema.js";

export type CheckIn = components["schemas"]["CheckInRequest"];
export type Result = components["schemas"]["CheckInBatchResult"];

interface Waiting {
  item: CheckIn;
  notBefore: number; // milliseconds since 1970; 0 for at once
}

export interface Outcome {
  done: Result[]; // answered for good: taken (200, 201) or refused (4xx); show `body.detail` of those
  waiting: number;
  wantConsent: number; // of these: ask for the consent to her position under the policy of now, then sync
  nextAt: number | null; // when it is worth trying again
}

export class SignedOut extends Error {} // 401: nothing is lost; get a token, then sync again

const BATCH = 100;
const LATER = new Set([429, 503]);

/** 403 for want of a consent that the traveller can give: the visit is as good as before. */
function wantsConsent(result: Result): boolean {
  return result.http_status === 403 && "code" in result.body && result.body.code === "consent_required";
}

function isForGood(result: Result): boolean {
  return !LATER.has(result.http_status) && !wantsConsent(result);
}
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;

export class Queue {
  private constructor(
    private readonly file: string,
    private waiting: Waiting[],
    private held = new Set<Waiting>(), // for want of a consent, until the next sync
  ) {}

  static async open(file: string): Promise<Queue> {
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "[]";
      throw error;
    });
    return new Queue(file, JSON.parse(text) as Waiting[]);
  }

  get size(): number {
    return this.waiting.length;
  }

  /** Call it before anything is sent: from now on the check-in cannot be lost. */
  async add(item: CheckIn): Promise<void> {
    this.waiting.push({ item, notBefore: 0 });
    await this.save();
  }

  /** Sends what is due. Waits out a bad line for up to `patienceMs`, then leaves the rest for later. */
  async sync(client: Client, patienceMs: number): Promise<Outcome> {
    const done: Result[] = [];
    const until = Date.now() + patienceMs;
    let failures = 0;
    this.held.clear();
    for (;;) {
      const due = this.free().filter((each) => each.notBefore <= Date.now()).slice(0, BATCH);
      if (due.length > 0) {
        const answered = await this.send(client, due);
        failures = answered === null ? failures + 1 : 0;
        done.push(...(answered ?? []));
        if (answered === null) this.postpone(due, pauseAfter(failures));
      }
      const nextAt = this.nextAt();
      if (nextAt === null || nextAt > until) {
        return { done, waiting: this.size, wantConsent: this.held.size, nextAt };
      }
      await new Promise((wake) => setTimeout(wake, nextAt - Date.now()));
    }
  }

  /** One batch. What was answered for good; null where the line or the server failed as a whole. */
  private async send(client: Client, due: Waiting[]): Promise<Result[] | null> {
    const items = due.map((each) => each.item);
    const sent = await client
      .POST("/api/v1/check-ins/batch/", { body: { items } })
      .catch((error: unknown) => {
        if (error instanceof TypeError || error instanceof SyntaxError) return null; // no line, half an answer
        throw error;
      });
    if (sent === null) return null;
    const { data, error, response } = sent;
    if (response.status === 401) throw new SignedOut();
    if (data) return this.settle(due, data.results);
    const pause = Number(response.headers.get("Retry-After"));
    if (LATER.has(response.status) && pause > 0) {
      this.postpone(due, pause * 1000);
      return [];
    }
    if (response.status >= 500) return null;
    throw new Error(`The batch as a whole was refused: ${JSON.stringify(error)}`);
  }

  private async settle(due: Waiting[], results: Result[]): Promise<Result[]> {
    const done = results.filter(isForGood);
    const settled = new Set<Waiting>();
    results.forEach((result, index) => {
      const sent = due[index];
      if (sent === undefined) return;
      if (isForGood(result)) settled.add(sent);
      else if (wantsConsent(result)) this.held.add(sent);
      else this.postpone([sent], retryAfterMs(result));
    });
    this.waiting = this.waiting.filter((each) => !settled.has(each));
    await this.save();
    return done;
  }

  private free(): Waiting[] {
    return this.waiting.filter((each) => !this.held.has(each));
  }

  private postpone(some: Waiting[], pauseMs: number): void {
    for (const each of some) each.notBefore = Date.now() + pauseMs;
  }

  private nextAt(): number | null {
    const free = this.free();
    return free.length === 0 ? null : Math.min(...free.map((each) => each.notBefore));
  }

  /** The whole file anew, on the disk before it takes the place of the old one. */
  private async save(): Promise<void> {
    const file = await open(`${this.file}.new`, "w");
    try {
      await file.writeFile(JSON.stringify(this.waiting));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.file}.new`, this.file);
  }
}

function retryAfterMs(result: Result): number {
  const told: unknown = (result.body as { retry_after_s?: unknown }).retry_after_s;
  return (typeof told === "number" ? told : 60) * 1000;
}

/** Twice as long each time, and not in step with all the other phones in the bus. */
function pauseAfter(failures: number): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return pause * (0.5 + Math.random() / 2);
}
