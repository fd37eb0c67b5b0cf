// The generated types of the API (`npm run generate`) with a fetch that knows them.

import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

export type Client = ReturnType<typeof connect>;

const TIMEOUT_MS = 10_000;

export function connect(url: string, token?: string) {
  const client = createClient<paths>({
    baseUrl: url,
    headers: { "Accept-Language": "en" },
    // A list in an address is `a,b`, as the document says.
    querySerializer: { array: { style: "form", explode: false } },
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) }),
  });
  if (token) {
    client.use({
      onRequest({ request }) {
        request.headers.set("Authorization", `Token ${token}`);
        return request;
      },
    });
  }
  return client;
}
