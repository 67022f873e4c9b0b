/** Where the real servers of this test run are. */
export interface TestServers {
  /** A replica set, without a database name. */
  readonly mongoUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly redisUrl: string;
}

/**
 * The servers of this test run, from KCN_TEST_MONGO_URL, KCN_TEST_KAFKA and KCN_TEST_REDIS_URL. `npm test` sets them; for
 * `npx jest` in one workspace jest's global setup does, after starting what is missing.
 * @throws Error when one is missing: a test without its server is red, never skipped
 */
export function borrowServers(): TestServers {
  const read = (name: string): string => {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set: run "npm test", or "npx jest" in a workspace that uses .config/jest.preset.cjs`);
    return value;
  };
  return {
    mongoUrl: read('KCN_TEST_MONGO_URL'),
    kafkaBrokers: read('KCN_TEST_KAFKA')
      .split(',')
      .map((broker) => broker.trim()),
    redisUrl: read('KCN_TEST_REDIS_URL'),
  };
}
