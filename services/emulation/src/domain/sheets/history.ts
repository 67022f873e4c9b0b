import type { Verdict, VerdictDetail } from './verdict';
import { detail } from './verdict';

/** A revision whose signature was good, whatever became of it. */
export interface KnownRevision {
  readonly revision: number;
  readonly sha256: string;
}

/** What the leader has of a member's year. */
export interface SheetHistory {
  readonly lastAccepted?: KnownRevision;
  /** Every revision that was received with a good signature and in scope. */
  readonly known: readonly KnownRevision[];
}

export interface HistoryFinding {
  /** Absent: the sheet may be taken. */
  readonly verdict?: Extract<Verdict, 'old-revision' | 'equivocation'>;
  readonly details: readonly VerdictDetail[];
}

interface Link extends KnownRevision {
  readonly previousSha256: string | null;
}

/**
 * Whether a sheet continues what is known. A member signs one content per revision; each revision names the one before it,
 * so nothing can be slipped in or taken back. A revision that was refused (its points did not follow, say) is a link too:
 * the correction names it.
 */
export function checkHistory({ lastAccepted, known }: SheetHistory, { revision, sha256, previousSha256 }: Link): HistoryFinding {
  const links = lastAccepted ? [...known, lastAccepted] : known;
  const other = links.find((link) => link.revision === revision && link.sha256 !== sha256);
  if (other)
    return {
      verdict: 'equivocation',
      details: [detail('same-revision-other-content', { at: String(revision), expected: other.sha256, actual: sha256 })],
    };
  if (lastAccepted && revision === lastAccepted.revision) return { details: [detail('already-accepted', { at: String(revision) })] };
  if (lastAccepted && revision < lastAccepted.revision)
    return {
      verdict: 'old-revision',
      details: [detail('revision-not-newer', { at: String(revision), expected: `> ${String(lastAccepted.revision)}` })],
    };
  return checkPredecessor({ links, lastAccepted, revision, previousSha256 });
}

function checkPredecessor(input: {
  readonly links: readonly KnownRevision[];
  readonly lastAccepted: KnownRevision | undefined;
  readonly revision: number;
  readonly previousSha256: string | null;
}): HistoryFinding {
  const { links, lastAccepted, revision, previousSha256 } = input;
  const possible = links.filter((link) => link.revision < revision && (!lastAccepted || link.revision >= lastAccepted.revision));
  if (possible.length === 0) {
    if ((revision === 1) === (previousSha256 === null))
      return { details: revision === 1 ? [] : [detail('earlier-revisions-unseen', { at: '1' })] };
    return broken(input, undefined);
  }
  if (possible.some((link) => link.sha256 === previousSha256)) return { details: [] };
  return broken(input, possible.at(-1));
}

const broken = (
  { revision, previousSha256 }: { readonly revision: number; readonly previousSha256: string | null },
  expected: KnownRevision | undefined,
): HistoryFinding => ({
  verdict: 'equivocation',
  details: [
    detail('other-predecessor', {
      at: String(revision),
      ...(expected && { expected: expected.sha256 }),
      actual: previousSha256 ?? 'null',
    }),
  ],
});
