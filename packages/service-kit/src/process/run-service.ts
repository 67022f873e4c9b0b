import type { ConfigResult, Environment } from '../config/parse-config';
import type { LogLevel, Logger } from '../logging/logger';
import { createLogger } from '../logging/logger';
import type { Tracing } from '../tracing/start-tracing';
import { startTracing } from '../tracing/start-tracing';
import type { Readiness } from './readiness';

/** What compose.ts makes of a service. */
export interface Service {
  start(): Promise<void>;
  stop(): Promise<void>;
  readiness(): Promise<Readiness>;
}

/** The parts of Node's `process` that are used; main.ts hands over the real one. */
export interface ProcessLike {
  readonly argv: readonly string[];
  readonly env: Environment;
  exit(code: number): void;
  on(event: string, listener: (...args: never[]) => void): unknown;
  readonly stderr: { write(text: string): unknown };
  readonly stdout: { write(text: string): unknown };
}

export interface RunServiceOptions<C extends { readonly logLevel: LogLevel }> {
  readonly name: string;
  readonly process: ProcessLike;
  readonly loadConfig: (env: Environment) => ConfigResult<C>;
  readonly compose: (config: C, context: { readonly logger: Logger }) => Service | Promise<Service>;
  /** Replaces the logger made from name and level. */
  readonly logger?: Logger;
  /** How long a graceful stop may take before the process ends anyway with exit 1; default 20 s. */
  readonly stopDeadlineMs?: number;
}

/** Exit codes: 0 stopped as asked · 1 failed · 2 settings at fault. */
export const EXIT = { stopped: 0, failed: 1, badConfig: 2 } as const;

/**
 * Runs a service's process, for main.ts:
 *
 *   void runService({ name: 'registry', process, loadConfig, compose });
 *
 * Prints every fault of the settings and exits 2; `--check` stops after the settings were read (exit 0); SIGTERM or SIGINT
 * stops it gracefully within the deadline, a second signal at once; whatever nobody caught is logged and ends the process
 * with 1, because its state is unknown and the next start recovers from the database. Traces are sent where
 * OTEL_EXPORTER_OTLP_ENDPOINT says, if it is set.
 */
export async function runService<C extends { readonly logLevel: LogLevel }>(options: RunServiceOptions<C>): Promise<void> {
  const { name, process, loadConfig, compose, stopDeadlineMs = 20_000 } = options;
  const loaded = loadConfig(process.env);
  if (!loaded.ok) {
    process.stderr.write(`${name}: cấu hình sai / settings at fault\n${loaded.problems.map((problem) => `  - ${problem}\n`).join('')}`);
    process.exit(EXIT.badConfig);
    return;
  }
  if (process.argv.includes('--check')) {
    process.stdout.write(`${name}: cấu hình hợp lệ / settings are valid\n`);
    process.exit(EXIT.stopped);
    return;
  }

  const logger = options.logger ?? createLogger({ name, level: loaded.config.logLevel });
  let service: Service | undefined;
  let tracing: Tracing | undefined;
  let deadline: NodeJS.Timeout | undefined;

  const end = async (code: number): Promise<void> => {
    if (deadline) {
      clearTimeout(deadline);
      process.exit(EXIT.failed);
      return;
    }
    deadline = setTimeout(() => {
      logger.fatal({ stopDeadlineMs }, 'did not stop in time');
      process.exit(EXIT.failed);
    }, stopDeadlineMs);
    try {
      await service?.stop();
      await tracing?.stop();
      logger.info('stopped');
      process.exit(code);
    } catch (error) {
      logger.fatal({ error }, 'could not stop');
      process.exit(EXIT.failed);
    } finally {
      clearTimeout(deadline);
    }
  };
  const crash = (what: string) => (error: unknown) => {
    logger.fatal({ error }, what);
    process.exit(EXIT.failed);
  };

  process.on('unhandledRejection', crash('a rejection nobody handled'));
  process.on('uncaughtException', crash('an exception nobody caught'));
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      logger.info({ signal }, 'stopping');
      void end(EXIT.stopped);
    });
  }

  try {
    tracing = await startTracing({ service: name, endpoint: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] });
    const composed = await compose(loaded.config, { logger });
    service = composed;
    await composed.start();
    logger.info('started');
  } catch (error) {
    logger.fatal({ error }, 'could not start');
    await end(EXIT.failed);
  }
}
