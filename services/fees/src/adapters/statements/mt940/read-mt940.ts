import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FaultList } from '../fault-list';
import type { SeenReferences } from '../seen-references';
import type { Statement } from '../statement';
import type { SwiftField } from './fields';
import { partsOf } from './fields';
import { createPageReader } from './pages';

/** Fields read before other requests get a turn. */
const FIELDS_PER_TURN = 2_000;

/**
 * Statements of SWIFT MT940 messages, bare or in their block wrappers, lines ended by CRLF or LF. Pages of one statement
 * (60F … 62M, 60M … 62F) become one; each page's balances are checked, and each page against the one before.
 * @param bytes UTF-8
 */
export async function readMt940(
  bytes: Buffer,
  context: { readonly faults: FaultList; readonly seen: SeenReferences },
): Promise<Statement[]> {
  const { faults } = context;
  const pages = createPageReader(context);
  let last: SwiftField | undefined;
  let fields = 0;
  for (const part of partsOf(bytes)) {
    if (part.kind === 'field') {
      last = part.field;
      pages.take(part.field);
      fields += 1;
      if (fields % FIELDS_PER_TURN === 0) await nextTurn();
    } else if (part.kind === 'end') {
      last = undefined;
      pages.endMessage(part.line);
    } else if (fields === 0) {
      faults.add('statement_unknown', { line: part.line });
      return [];
    } else faults.add('field_malformed', { line: part.line }, { tag: '?', value: part.text });
    if (faults.isFull()) return [];
  }
  pages.endFile(last);
  if (pages.pagesSeen === 0 && faults.faults.length === 0) faults.add('no_statement');
  return [...pages.statements];
}
