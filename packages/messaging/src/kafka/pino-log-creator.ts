import { logLevel } from 'kafkajs';
import type { logCreator } from 'kafkajs';
import type { Logger } from 'pino';

/** Messages of kafkajs that report what is intended here. */
const INTENDED = /Limiting retries for the idempotent producer/;

/** Sends kafkajs's log lines to pino. A lost broker is the relay's and the consumer's to report, so its errors are warnings. */
export const pinoLogCreator =
  (logger: Logger): logCreator =>
  () =>
  ({ level, namespace, log }) => {
    const { message, timestamp: _timestamp, logger: _logger, ...details } = log;
    if (INTENDED.test(message)) return;
    const fields = { namespace, ...details };
    if (level === logLevel.ERROR || level === logLevel.WARN) logger.warn(fields, message);
    else logger.debug(fields, message);
  };
