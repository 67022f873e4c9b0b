import { setTimeout as pause } from 'node:timers/promises';
import { openLoop } from './open-loop';

describe('openLoop', () => {
  it('does not wait for answers before it sends on, and counts time from when a request was due', async () => {
    const dueAtMs: number[] = [];
    let underWay = 0;
    let most = 0;
    await openLoop({
      ratePerSecond: 500,
      count: 20,
      send: async (_index, due) => {
        dueAtMs.push(due);
        underWay += 1;
        most = Math.max(most, underWay);
        await pause(100);
        underWay -= 1;
      },
    });
    expect(most).toBeGreaterThan(5);
    const gaps = dueAtMs.slice(1).map((due, index) => Math.round(due - (dueAtMs[index] ?? 0)));
    expect(new Set(gaps)).toEqual(new Set([2]));
  });
});
