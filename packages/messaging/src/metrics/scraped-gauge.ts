import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

export interface ScrapedValue {
  /** One metric per registry, however many values are added to it. */
  readonly name: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Asked at each scrape. */
  readonly read: () => Promise<number>;
}

/** A scrape is not held up for longer by a server that does not answer. */
const READ_WITHIN_MS = 2_000;

const gauges = new WeakMap<Registry, Map<string, ScrapedValue[]>>();

/** A value that is looked up when metrics are asked for; it is absent while it cannot be had, so that no old one is taken for true. */
export function addScraped(registry: Registry | undefined, value: ScrapedValue): void {
  if (!registry) return;
  const byName = gauges.get(registry) ?? new Map<string, ScrapedValue[]>();
  gauges.set(registry, byName);
  const known = byName.get(value.name);
  if (known) {
    known.push(value);
    return;
  }
  const values = [value];
  byName.set(value.name, values);
  new Gauge({
    name: value.name,
    help: value.help,
    labelNames: Object.keys(value.labels),
    registers: [registry],
    async collect() {
      this.reset();
      await Promise.all(
        values.map(async ({ labels, read }) => {
          const found = await within(read()).catch(() => undefined);
          if (found !== undefined) this.set(labels, found);
        }),
      );
    },
  });
}

async function within(reading: Promise<number>): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), READ_WITHIN_MS);
  });
  return Promise.race([reading, late]).finally(() => clearTimeout(timer));
}
