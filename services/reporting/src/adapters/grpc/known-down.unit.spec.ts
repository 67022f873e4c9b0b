import { invalid, unavailable } from '@kcn/kernel';
import type { EventLogClient } from '@kcn/messaging';
import { rememberingDown } from './known-down';

const AWAY = unavailable('remote_unavailable', { vi: 'mất kết nối', en: 'away' });
const IN_FUTURE = invalid('instant_in_future', { vi: 'chưa đến', en: 'not yet' });
const NOON = new Date('2020-01-01T12:00:00Z');

/** A log that fails as it is told to, on a clock that the test moves. */
function world() {
  const state = { failure: AWAY as Error | undefined, asked: 0, nowMs: 1_000 };
  const answer = <T>(value: T): Promise<T> => {
    state.asked += 1;
    return state.failure ? Promise.reject(state.failure) : Promise.resolve(value);
  };
  const log: EventLogClient = {
    head: () => answer({ position: 7 }),
    positionAt: () => answer(7),
    async *readLog() {
      yield await answer([]);
    },
    close: () => undefined,
  };
  return { state, log: rememberingDown(log, { forMs: 3_000, monotonicNow: () => state.nowMs }) };
}

describe('a service that is down', () => {
  it('is asked once in three seconds, whatever is asked', async () => {
    const { state, log } = world();
    await expect(log.head('a')).rejects.toBe(AWAY);
    state.nowMs += 2_999;
    await expect(log.head('b')).rejects.toBe(AWAY);
    await expect(log.positionAt('a', NOON)).rejects.toBe(AWAY);
    expect(state.asked).toBe(1);
    state.nowMs += 1;
    await expect(log.head('a')).rejects.toBe(AWAY);
    expect(state.asked).toBe(2);
  });

  it('is known to be back with its first answer', async () => {
    const { state, log } = world();
    await expect(log.head('a')).rejects.toBe(AWAY);
    state.failure = undefined;
    await expect(log.head('a')).rejects.toBe(AWAY);
    state.nowMs += 3_000;
    await expect(log.head('a')).resolves.toEqual({ position: 7 });
    await expect(log.positionAt('a', NOON)).resolves.toBe(7);
    expect(state.asked).toBe(3);
  });

  it('is read all the same: a replay goes by what is there', async () => {
    const { state, log } = world();
    await expect(log.head('a')).rejects.toBe(AWAY);
    state.failure = undefined;
    const read: unknown[] = [];
    for await (const entries of log.readLog('a', 0)) read.push(entries);
    expect(read).toEqual([[]]);
  });
});

it('a refusal is an answer, not remembered', async () => {
  const { state, log } = world();
  state.failure = IN_FUTURE;
  await expect(log.positionAt('a', NOON)).rejects.toBe(IN_FUTURE);
  await expect(log.positionAt('a', NOON)).rejects.toBe(IN_FUTURE);
  expect(state.asked).toBe(2);
});
