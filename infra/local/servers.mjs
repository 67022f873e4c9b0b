// Starts MongoDB, Kafka and Redis in the foreground for work on tests and writes their addresses to .data/test-servers.env:
//   node infra/local/servers.mjs      then, in other terminals:   . .data/test-servers.env && npx jest
import { prepare, runMain, TEST_SETTINGS } from './bootstrap/bootstrap.mjs';

await runMain((args) => prepare({ settings: TEST_SETTINGS, workspaces: ['@kcn/local'] }).runTestServers(args));
