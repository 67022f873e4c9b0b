// npm run bench: from a bare clone to measured ratios. See README.md.
import { createRequire } from 'node:module';
import { prepare, runMain } from '../local/bootstrap/bootstrap.mjs';

/** Addresses of servers that run already; without them the bench starts its own. */
const BENCH_SETTINGS = { mongo: 'KCN_BENCH_MONGO_URL', kafka: 'KCN_BENCH_KAFKA', redis: 'KCN_BENCH_REDIS_URL' };

await runMain((args) => {
  prepare({ settings: BENCH_SETTINGS, workspaces: ['@kcn/bench', '@kcn/registry', '@kcn/reporting', '@kcn/fees', '@kcn/emulation'] });
  return createRequire(import.meta.url)('./dist/index.js').runBench(args);
});
