// npm test
import { prepare, runMain, TEST_SETTINGS } from './bootstrap/bootstrap.mjs';

await runMain(() => prepare({ settings: TEST_SETTINGS }).runTests());
