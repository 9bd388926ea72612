// Asking the service for views.

import type { View } from "./view";

/**
 * Ask for a view.
 * @throws Error with what the service says is wrong.
 */
export async function asked(address: string, signal?: AbortSignal): Promise<View> {
  const response = await fetch(address, { headers: { Accept: "application/json" }, signal: signal ?? null });
  const body = (await response.json()) as View & { title?: string; detail?: string };
  if (!response.ok) throw new Error(body.detail ?? body.title ?? `the service answered ${response.status}`);
  return body;
}

/** The positions that an attribute holds, as JSON or as the address of such a file; null where there are none. */
export async function positioned(attribute: string | null, base: string): Promise<unknown> {
  if (!attribute) return null;
  try {
    if (attribute.trimStart().startsWith("{")) return JSON.parse(attribute);
    const response = await fetch(new URL(attribute, base).href);
    return response.ok ? await response.json() : null;
  } catch {
    // A picture is seen without them, too.
    return null;
  }
}
