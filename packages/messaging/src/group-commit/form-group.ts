import type { Command } from './command';

/** What decides whether two commands may share a transaction. */
export type GroupMember = Pick<Command<never>, 'unit' | 'refs'> & { readonly idempotencyKey?: string };

/**
 * Takes a group from the front of a board's queue: at most `maxSize`, each unit and each idempotency key once, and no
 * command that reads a unit which an earlier one of the group changes. What cannot come along keeps its place, and so does
 * whatever concerns the same unit behind it.
 */
export function formGroup<T extends GroupMember>(queue: readonly T[], maxSize: number): { readonly group: T[]; readonly rest: T[] } {
  const group: T[] = [];
  const rest: T[] = [];
  const changed = new Set<string>();
  const keys = new Set<string>();
  const waiting = new Set<string>();
  for (const [index, member] of queue.entries()) {
    if (group.length === maxSize) {
      rest.push(...queue.slice(index));
      break;
    }
    const key = member.idempotencyKey;
    const clashes =
      changed.has(member.unit) ||
      waiting.has(member.unit) ||
      (key !== undefined && keys.has(key)) ||
      (member.refs?.some((ref) => changed.has(ref)) ?? false);
    if (key !== undefined) keys.add(key);
    if (clashes) {
      waiting.add(member.unit);
      rest.push(member);
      continue;
    }
    changed.add(member.unit);
    group.push(member);
  }
  return { group, rest };
}
