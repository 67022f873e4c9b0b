import type { ObjectReader } from '../criteria/object-reader';
import type { TieBreak } from './bloc';

const REFERENCE = /^(group|criterion):(.+)$/;

function findTieBreak(key: string): TieBreak | undefined {
  if (key === 'penalties' || key === 'ballot') return { key, kind: key };
  const match = REFERENCE.exec(key);
  const code = match?.[2];
  if (code === undefined) return undefined;
  return { key, kind: match?.[1] === 'group' ? 'group' : 'criterion', code };
}

/** The keys that decide among equal totals, in order; an unknown one is a fault, not ignored. */
export function readTieBreaks(root: ObjectReader): readonly TieBreak[] {
  const keys = root.raw('tieBreaks');
  // An empty list is a choice: equal totals then share the rank.
  const texts = Array.isArray(keys) && keys.length === 0 ? [] : (root.texts('tieBreaks') ?? []);
  return texts.flatMap((key, i) => {
    const found = findTieBreak(key);
    if (!found)
      root.fault('tieBreaks', {
        code: 'unknown_tie_break',
        vi: `Không có tiêu chí phụ "${key}"`,
        en: `There is no tie-break key "${key}"`,
      });
    if (texts.indexOf(key) < i)
      root.fault('tieBreaks', {
        code: 'duplicate_tie_break',
        vi: `Tiêu chí phụ "${key}" có hai lần`,
        en: `The tie-break key "${key}" occurs twice`,
      });
    return found ?? [];
  });
}
