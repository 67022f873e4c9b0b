// npm run faults [-- words]   the long form of the fault tests: many kills under a seeded load, every invariant after each fault.
import { createRequire } from 'node:module';
import { prepare, runMain, TEST_SETTINGS } from '../local/bootstrap/bootstrap.mjs';

await runMain((words) => {
  // Servers are always its own: it kills them.
  prepare({ settings: TEST_SETTINGS });
  return createRequire(import.meta.url)('./dist/run-faults.js').runFaults(words);
});
