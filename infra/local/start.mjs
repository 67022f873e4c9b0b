// npm start -- [--once] [--fresh]
import { prepare, runMain, START_SETTINGS } from './bootstrap/bootstrap.mjs';

await runMain((args) => prepare({ settings: START_SETTINGS }).runStart(args));
