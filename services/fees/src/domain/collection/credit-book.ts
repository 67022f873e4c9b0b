import type { Allocation } from './line-result';

/** Money left over for a contract, and what invoices took of it. */
export interface CreditLot {
  readonly contractNo: string;
  rest: bigint;
  /** Where what is taken is written down: the line's or adjustment's own list. */
  readonly taken: Allocation[];
}

/** The credits of all contracts, the oldest first. */
export interface CreditBook {
  add: (lot: CreditLot) => void;
  /** The oldest lot of the contract that is not used up. */
  findOldest: (contractNo: string) => CreditLot | undefined;
}

export function createCreditBook(): CreditBook {
  const byContract = new Map<string, { readonly lots: CreditLot[]; next: number }>();
  return {
    add: (lot) => {
      const known = byContract.get(lot.contractNo);
      if (known) known.lots.push(lot);
      else byContract.set(lot.contractNo, { lots: [lot], next: 0 });
    },
    findOldest: (contractNo) => {
      const known = byContract.get(contractNo);
      if (!known) return undefined;
      // A used-up lot never fills again, so the walk goes forward only.
      for (; known.next < known.lots.length; known.next += 1) {
        const lot = known.lots[known.next];
        if (lot && lot.rest > 0n) return lot;
      }
      return undefined;
    },
  };
}
