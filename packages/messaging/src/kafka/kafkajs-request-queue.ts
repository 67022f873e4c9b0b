/** What of kafkajs 2.2.4's request queue is touched here. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

/** As in kafkajs, for requests that wait without a broker having asked to wait. */
const CHECK_AGAIN_MS = 10;

let quieted = false;

/**
 * kafkajs 2.2.4 looks for waiting requests on each connection by a timer that sets itself anew, also when none waits and nobody
 * throttles; its time is then below zero, which means the next millisecond: an idle process is woken hundreds of times a second. Ours
 * sets it only when something waits. A request that begins to wait asks for it anew, so none is forgotten.
 */
export function quietKafkaJs(): void {
  if (quieted) return;
  quieted = true;
  const prototype = findPrototype();
  if (typeof prototype?.scheduleCheckPendingRequests !== 'function') return;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length === 0 || this.throttleCheckTimeoutId) return;
    const waitMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      waitMs > 0 ? waitMs : CHECK_AGAIN_MS,
    );
  };
}

function findPrototype(): RequestQueue | undefined {
  try {
    // Internals have no types and no ES form.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return (require('kafkajs/src/network/requestQueue') as { readonly prototype?: RequestQueue }).prototype;
  } catch {
    // Another version of kafkajs.
    return undefined;
  }
}
