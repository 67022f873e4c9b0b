import { DomainError, instantFromDate, precondition } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import type { Sources } from '../ports';
import type { Vector } from './resolve-vector';
import { createSettledVector } from './settled-vector';

const INSTANT = (position: number): Instant => instantFromDate(new Date(1_500_000_000_000 + position));

/** Two logs that grow by one with every look at them, and reach any position that is waited for. */
function world({ reaches = true } = {}) {
  const head = { registry: 10, fees: 3 };
  const settled = { registry: 0, fees: 0 };
  const waited: [string, number][] = [];
  const sources = (['registry', 'fees'] as const).map((name) => ({
    name,
    applier: {
      waitUntilSettled: (_board: string, position: number) => {
        waited.push([name, position]);
        if (reaches) settled[name] = position;
        return Promise.resolve();
      },
    },
  })) as unknown as Sources;
  const vectors = {
    resolve(_board: string, asOf: Instant | undefined): Promise<Vector> {
      head.registry += 1;
      head.fees += 1;
      const newest = asOf ?? INSTANT(head.registry);
      const wanted = { registry: [...Array(head.registry + 1).keys()].findLast((position) => INSTANT(position) <= newest) ?? 0, fees: 4 };
      for (const source of ['registry', 'fees'] as const)
        if (settled[source] < wanted[source])
          throw precondition('not_settled', {
            ...{ vi: 'chưa xong', en: 'not settled' },
            params: { source, position: wanted[source], as_of: newest },
          });
      return Promise.resolve({ asOf: newest, positions: wanted } as unknown as Vector);
    },
  };
  const generations = { active: () => Promise.resolve(1) };
  return { waited, settledVector: createSettledVector({ vectors, sources, generations, waitMs: 1 }) };
}

it('while records keep coming, those that were there at the first asking are waited for, log by log', async () => {
  const { waited, settledVector } = world();
  expect(await settledVector('hung-yen')).toMatchObject({ asOf: INSTANT(11), positions: { registry: 11, fees: 4 } });
  expect(waited).toEqual([
    ['registry', 11],
    ['fees', 4],
  ]);
});

it('what does not settle is given up as a thing to be tried again', async () => {
  const { settledVector } = world({ reaches: false });
  const error: unknown = await settledVector('hung-yen').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DomainError);
  expect(error).toMatchObject({ code: 'not_settled_in_time', category: 'unavailable' });
});
