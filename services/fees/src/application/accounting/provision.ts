import type { PlainDate } from '@kcn/kernel';
import { limitationDate, provisionFor } from '../../domain/arrears/limitation';
import type { KnownFacts } from '../../domain/collection/fold';
import { collectionReport } from '../../domain/report/collection-report';
import { actsOf } from './act';
import type { Act } from './act';

/** An open invoice past due. Money in đồng. */
export interface DoubtfulDebt {
  readonly invoice: string;
  readonly contractNo: string;
  readonly dueDate: PlainDate;
  readonly open: bigint;
  /** The last day on which it can be sued for. */
  readonly limitationDate: PlainDate;
  readonly isTimeBarred: boolean;
  readonly provision: bigint;
}

/** What is past due on a day, with the last day to sue and what is to be set aside. An instalment agreement acknowledges its invoices. */
export function doubtfulDebts(facts: KnownFacts, acts: readonly Act[], asOf: PlainDate): DoubtfulDebt[] {
  const acknowledged = new Map<string, PlainDate>();
  for (const { content } of actsOf('agreement', acts)) {
    if (content.signedOn > asOf) continue;
    for (const code of content.invoices) {
      const known = acknowledged.get(code);
      if (known === undefined || known < content.signedOn) acknowledged.set(code, content.signedOn);
    }
  }
  return collectionReport(facts, [], asOf)
    .invoices.filter(({ invoice, open }) => open > 0n && invoice.dueDate < asOf)
    .map(({ invoice: { code, contractNo, dueDate }, open }) => {
      const last = limitationDate(dueDate, acknowledged.get(code));
      return {
        invoice: code,
        contractNo,
        dueDate,
        open,
        limitationDate: last,
        isTimeBarred: last < asOf,
        provision: provisionFor(open, dueDate, asOf),
      };
    });
}
