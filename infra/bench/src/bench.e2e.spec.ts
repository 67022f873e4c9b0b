import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The build, because the bench starts processes of its own from there. */
const { runBench } = createRequire(__filename)(join(__dirname, '../dist/index.js')) as {
  readonly runBench: (argv: readonly string[]) => Promise<number>;
};

const SERVERS = {
  KCN_BENCH_MONGO_URL: 'KCN_TEST_MONGO_URL',
  KCN_BENCH_KAFKA: 'KCN_TEST_KAFKA',
  KCN_BENCH_REDIS_URL: 'KCN_TEST_REDIS_URL',
} as const;

describe('the bench', () => {
  beforeAll(() => {
    for (const [own, test] of Object.entries(SERVERS)) {
      const address = process.env[test];
      if (address === undefined) throw new Error(`${test} is not set`);
      process.env[own] = address;
    }
  });

  it('measures the consumer and gRPC in its smallest form, with exact results', async () => {
    const printed: string[] = [];
    const log = jest.spyOn(console, 'log').mockImplementation((text: string) => printed.push(text));
    const progress = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const code = await runBench(['C4', 'C7', '--tiny']);
    log.mockRestore();
    progress.mockRestore();
    const text = printed.join('\n');
    expect({ code, text: code === 0 ? '' : text }).toEqual({ code: 0, text: '' });
    expect(text).toContain('consumer, disturbed stream: 3000 events settled, 0 of 1000 aggregates differ, 0 parked or dead');
    expect(text).toContain('service, unary: 0 failed calls or wrong items');
    expect(text).not.toContain('VOID');
  }, 120_000);
});
