/** What a service answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** The body as JSON; undefined when it is none. The caller names the shape the service documents. */
export function findJson<T>(answer: Answer): T | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(answer.bytes)) as T;
  } catch {
    return undefined;
  }
}

/** @throws Error when a service answers something else than the JSON it documents */
export function getJson<T>(answer: Answer): T {
  const value = findJson<T>(answer);
  if (value === undefined) throw new Error(`the answer (${String(answer.status)}) is not JSON`);
  return value;
}
