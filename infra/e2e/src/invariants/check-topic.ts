import { readMessages } from '../platform/topic-traffic';

export interface TopicFindings {
  /** Distinct positions seen per board. */
  readonly positions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Messages beyond the first of their position, per board. */
  readonly duplicates: ReadonlyMap<string, number>;
  /** Aggregates, `board/aggregate`, whose versions did not first appear as 1, 2, 3 … */
  readonly outOfOrder: readonly string[];
}

/** Reads a topic from its beginning to where it ends now; what is no event of ours is passed over. */
export async function readTopic({ brokers, topic }: { brokers: string[]; topic: string }): Promise<TopicFindings> {
  const positions = new Map<string, Set<string>>();
  const nextVersion = new Map<string, bigint>();
  const outOfOrder = new Set<string>();
  const duplicates = new Map<string, number>();
  for (const { headers } of await readMessages(brokers, topic)) {
    const header = (name: string): string => String(headers[name] ?? '');
    const [board, position] = [header('ce_board'), header('ce_position')];
    if (position === '') continue;
    const seen = positions.get(board) ?? new Set<string>();
    positions.set(board, seen);
    if (seen.has(position)) {
      duplicates.set(board, (duplicates.get(board) ?? 0) + 1);
      continue;
    }
    seen.add(position);
    const aggregate = `${board}/${header('ce_aggregate')}`;
    const due = nextVersion.get(aggregate) ?? 1n;
    if (BigInt(header('ce_aggregateversion')) !== due) outOfOrder.add(aggregate);
    nextVersion.set(aggregate, due + 1n);
  }
  return { positions, duplicates, outOfOrder: [...outOfOrder] };
}
