import { Registry } from 'prom-client';
import { addScraped } from './scraped-gauge';

const value = (topic: string, read: () => Promise<number>) => ({ name: 'waiting', help: 'Things that wait', labels: { topic }, read });
const linesOf = async (registry: Registry): Promise<string[]> =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith('waiting'));

it('a value is looked up at each scrape, under one metric for all of its labels', async () => {
  const registry = new Registry();
  let count = 0;
  addScraped(
    registry,
    value('a', () => Promise.resolve((count += 1))),
  );
  addScraped(
    registry,
    value('b', () => Promise.resolve(7)),
  );
  expect(await linesOf(registry)).toEqual(['waiting{topic="a"} 1', 'waiting{topic="b"} 7']);
  expect(await linesOf(registry)).toEqual(['waiting{topic="a"} 2', 'waiting{topic="b"} 7']);
});

it('what cannot be had is absent instead of old, and does not hold up the rest', async () => {
  const registry = new Registry();
  let away = false;
  addScraped(
    registry,
    value('a', () => (away ? Promise.reject(new Error('away')) : Promise.resolve(1))),
  );
  addScraped(
    registry,
    value('b', () => (away ? new Promise(() => undefined) : Promise.resolve(2))),
  );
  addScraped(
    registry,
    value('c', () => Promise.resolve(3)),
  );
  expect(await linesOf(registry)).toHaveLength(3);
  away = true;
  expect(await linesOf(registry)).toEqual(['waiting{topic="c"} 3']);
});
