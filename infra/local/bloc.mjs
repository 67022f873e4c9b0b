// npm run bloc -- [--keys]
import { prepare, runMain, START_SETTINGS } from './bootstrap/bootstrap.mjs';

await runMain((args) => prepare({ settings: START_SETTINGS }).runBloc(args));
