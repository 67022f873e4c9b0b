import { quietKafkaJs } from './kafkajs-request-queue';

interface Queue {
  pending: unknown[];
  throttledUntil: number;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
  maybeThrottle(ms: number): void;
  destroy(): void;
}

// Internals have no types and no ES form.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const RequestQueue = require('kafkajs/src/network/requestQueue') as new (options: object) => Queue;

const createQueue = (): Queue =>
  new RequestQueue({
    maxInFlightRequests: null,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'test',
    broker: 'test',
    logger: { debug: () => undefined },
    isConnected: () => true,
  });

describe('the request queue of kafkajs', () => {
  beforeAll(quietKafkaJs);
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('sets no timer while nothing waits', () => {
    const queue = createQueue();
    queue.scheduleCheckPendingRequests();
    queue.checkPendingRequests();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what waits once the broker’s time of rest is over, and then rests', () => {
    const queue = createQueue();
    queue.maybeThrottle(500);
    const sent: number[] = [];
    const begin = Date.now();
    Object.assign(queue, { sendSocketRequest: () => sent.push(Date.now() - begin) });
    queue.pending.push({});
    queue.scheduleCheckPendingRequests();
    jest.advanceTimersByTime(400);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(200);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toBeGreaterThanOrEqual(500);
    expect(jest.getTimerCount()).toBe(0);
  });
});
