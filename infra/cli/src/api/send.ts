import { setTimeout as pause } from 'node:timers/promises';
import { CliError } from '../cli-error';
import { exitCodes } from '../exit-code';
import type { Answer } from './answer';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** A verification of years of records takes its time. */
const ANSWER_WITHIN_MS = 600_000;

/** Nobody listens there at all: trying again at once would only delay the message. */
const NOBODY_THERE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const causeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? (error.cause as NodeJS.ErrnoException) : undefined;
  return cause?.code ?? (error instanceof Error ? error.message : String(error));
};

const unreachable = (url: URL, why: string): CliError =>
  new CliError({
    exitCode: exitCodes.unreachable,
    code: 'unreachable',
    vi: `Không kết nối được ${url.origin} (${why}). Nền tảng đã chạy chưa? Khởi động bằng "npm start", hoặc đặt KCN_…_URL cho đúng`,
    en: `Cannot reach ${url.origin} (${why}). Is the platform running? Start it with "npm start", or set the service's KCN_…_URL`,
  });

const pauseAfter = (answer: Answer | undefined, attempt: number): number => {
  const seconds = Number(answer?.headers.get('retry-after') ?? Number.NaN);
  const wanted = Number.isNaN(seconds) ? FIRST_PAUSE_MS * 2 ** (attempt - 1) : seconds * 1_000;
  return Math.min(wanted, LONGEST_PAUSE_MS);
};

/**
 * Sends a request and repeats it, the very same with the same Idempotency-Key, when the connection breaks or the service
 * answers 503. Any other answer, refusals too, is given back.
 *
 * @param retryUnavailable false: an answer of 503 is an answer (health endpoints)
 * @throws CliError `unreachable` when nobody answers
 */
export async function send(
  url: URL,
  request: RequestInit,
  { retryUnavailable = true }: { retryUnavailable?: boolean } = {},
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    let answer: Answer | undefined;
    try {
      const response = await fetch(url, { ...request, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      answer = { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
    } catch (error) {
      const why = causeOf(error);
      if (attempt === ATTEMPTS || (attempt === 1 && NOBODY_THERE.has(why))) throw unreachable(url, why);
    }
    if (answer && (answer.status !== 503 || !retryUnavailable || attempt === ATTEMPTS)) return answer;
    await pause(pauseAfter(answer, attempt));
  }
}
