import { topics } from '@kcn/contracts';
import type { Platform } from '../platform/platform';
import { settledSummary } from '../platform/summary';
import { until } from '../platform/until';
import { checkLog } from './check-log';
import { readTopic } from './check-topic';

/** Verification's comparison of the log with the topic. */
const TOPIC_CHECK = 'registry-topic';

/** Answers that take as long as the board's history is long. */
const LONG = { timeoutMs: 300_000, attemptMs: 240_000 };

export interface CheckPlatformOptions {
  readonly board: string;
  readonly acknowledgedKeys: readonly string[];
  readonly intendedKeys: ReadonlySet<string>;
  /** Also replays everything into an empty projection; takes as long as the board's history. */
  readonly replay: boolean;
  /** Whether each key must have come in order when it first appeared. */
  readonly topicInOrder: boolean;
}

export interface Finding {
  /** What is wrong; empty when every invariant holds. */
  readonly faults: readonly string[];
  /** Messages of the board that are on the topic once more. */
  readonly duplicates: number;
}

/**
 * The invariants that hold after every fault, once it is quiet: acknowledged commands took effect once and nothing else did, versions
 * and positions have no gap, the topic has every event with each key in order, the inbox is settled, and every figure equals its
 * recomputation from the records, also after a replay.
 */
export async function checkPlatform(
  platform: Platform,
  { board, acknowledgedKeys, intendedKeys, replay, topicInOrder }: CheckPlatformOptions,
): Promise<Finding> {
  const faults = await checkLog({ registryDb: platform.registryDb, board, acknowledgedKeys, intendedKeys });
  const reporting = await platform.client('reporting', { subject: 'an.operator', roles: ['operator', 'reader'] });
  const registry = await platform.client('registry', { subject: 'an.operator', roles: ['operator', 'reader'] });

  const { bytes, meta } = await settledSummary(reporting, board, '2017');
  const head = (await registry.get(`/v1/boards/${board}/log/head`)).body as { position: number };
  if (String(meta.positions['registry']) !== String(head.position))
    faults.push(`settled up to ${String(meta.positions['registry'])}, the log ends at ${String(head.position)}`);

  const topic = await until(
    async () => {
      const findings = await readTopic({ brokers: platform.brokers, topic: topics.registry });
      return (findings.positions.get(board)?.size ?? 0) >= head.position ? findings : undefined;
    },
    { what: `every event of ${board} on the topic`, timeoutMs: 60_000, everyMs: 500 },
  );
  const outOfOrder = topic.outOfOrder.filter((aggregate) => aggregate.startsWith(`${board}/`));
  if (topicInOrder && outOfOrder.length > 0) faults.push(`keys out of order on the topic: ${outOfOrder.slice(0, 5).join(', ')}`);

  await verify();
  if (replay) {
    const answer = await reporting.insist('POST', `/v1/boards/${board}/replays`, { what: 'projection' }, LONG);
    if (answer.status !== 200 && answer.status !== 202)
      faults.push(`replay was answered ${String(answer.status)}: ${answer.text.slice(0, 200)}`);
    const again = await settledSummary(reporting, board, '2017', { asOf: String(meta.as_of) });
    if (again.bytes !== bytes) faults.push('the summary differs after a replay into an empty projection');
    await verify();
  }
  return { faults, duplicates: topic.duplicates.get(board) ?? 0 };

  async function verify(): Promise<void> {
    const answer = await reporting.insist('POST', `/v1/boards/${board}/verification`, {}, LONG);
    const report = answer.body as { ok?: boolean; checks?: { name: string; ok: boolean; detail?: string }[] } | undefined;
    // A topic that was tampered with must be told; all else must be right.
    const broken = report?.checks?.filter(({ ok, name }) => !ok && (topicInOrder || name !== TOPIC_CHECK));
    if (!broken || broken.length > 0) faults.push(`verification: ${broken ? JSON.stringify(broken) : answer.text.slice(0, 500)}`);
  }
}
