import pino from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Structured log; `logger.info({ board, position }, 'text')`. */
export type Logger = pino.Logger;

/** Whatever may hold a secret, at the places where the kit and its users log objects. */
const SECRET_PATHS = [
  'authorization',
  'token',
  'password',
  'privateJwk',
  '*.authorization',
  '*.token',
  '*.password',
  '*.privateJwk',
  'headers.authorization',
  'headers.cookie',
  '*.headers.authorization',
  '*.headers.cookie',
];

export interface LoggerOptions {
  readonly name: string;
  readonly level: LogLevel;
  /** Where lines go; standard output when absent. */
  readonly destination?: pino.DestinationStream;
}

/** One JSON line per entry: `time` (ISO), `level` as a word, `service`, and the fields given; secrets are blacked out. */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { service: name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err, err: pino.stdSerializers.err },
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** A logger that says nothing, for tests and for `--check`. */
export const createSilentLogger = (): Logger => createLogger({ name: 'silent', level: 'silent' });
