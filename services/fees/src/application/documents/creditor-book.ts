import { precondition } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { Creditor } from '../../domain/contracts/creditor';
import type { Service } from '../../domain/tariffs/tariff';
import type { Records } from '../ports';
import { readContents } from '../runs/board-facts';

interface Billed {
  readonly parkCode: string;
  readonly service: Service;
}

/** Who bills what on a board. */
export interface CreditorBook {
  /** By its own code where an invoice names it, else by the park and service. @throws DomainError precondition `creditor_unknown` */
  get(billed: Billed, creditor?: string): Creditor;
}

const creditorUnknown = ({ parkCode, service }: Billed): Error =>
  precondition('creditor_unknown', {
    vi: `Chưa có đơn vị thu (creditors.csv, creditor-parks.csv) cho ${service} ở ${parkCode}, nên không lập được văn bản`,
    en: `No creditor (creditors.csv, creditor-parks.csv) is known for ${service} in ${parkCode}, so there can be no document`,
    params: { parkCode, service },
  });

/** The creditors of a board, as they are known to the records. */
export async function readCreditors(place: {
  readonly records: Pick<Records, 'ofKind'>;
  readonly session: Session | undefined;
  readonly board: string;
}): Promise<CreditorBook> {
  const creditors = new Map((await readContents('creditors', place)).map((creditor) => [creditor.creditor, creditor]));
  const keyOf = ({ parkCode, service }: Billed): string => JSON.stringify([parkCode, service]);
  const byPark = new Map((await readContents('creditor-parks', place)).map((row) => [keyOf(row), row.creditor]));
  return {
    get(billed, named = '') {
      const found = creditors.get(named) ?? creditors.get(byPark.get(keyOf(billed)) ?? '');
      if (!found) throw creditorUnknown(billed);
      return found;
    },
  };
}
