import { normalisedCode } from '../contracts/normalised-code';
import { createCodeFinder } from './code-finder';
import type { ContractFacts } from './facts';
import { LEDGER_CURRENCY, lineKey } from './payment-line';
import type { PaymentLine } from './payment-line';

/** What a line could have to do with, whatever is issued or decided later. Never too little; sometimes too much. */
export interface LineLinks {
  /** See lineKey. */
  readonly line: string;
  readonly account: string;
  readonly bankRef: string;
  /** Contracts whose number stands anywhere in its text; the code of an invoice or a note begins with its contract's. */
  readonly contracts: readonly string[];
  /** Tax codes in its text; none where it names a contract, because then they are not asked. */
  readonly payers: readonly string[];
  /** Account and amount without its sign: only lines that have this in common may undo one another. */
  readonly pair: string;
  readonly isNegative: boolean;
  /** Of money that came in: its reference, by which a later line may undo it. Of other lines: the text that may name one. */
  readonly named: string;
}

/** Works out the links of lines from all contracts of the board; a contract that comes or changes later needs new ones. */
export function createLineLinker(
  contracts: Iterable<Pick<ContractFacts, 'contractNo' | 'enterpriseTaxCode'>>,
): (line: PaymentLine) => LineLinks {
  const numbers = createCodeFinder<string>();
  const taxCodes = createCodeFinder<string>();
  for (const { contractNo, enterpriseTaxCode } of contracts) {
    numbers.add(normalisedCode(contractNo), contractNo);
    taxCodes.add(normalisedCode(enterpriseTaxCode), enterpriseTaxCode);
  }
  return (line) => {
    const text = normalisedCode(line.description);
    const isNegative = line.amount < 0n;
    const isMatched = line.currency === LEDGER_CURRENCY && !isNegative;
    const named = isMatched ? [...numbers.occurring(text)] : [];
    return {
      line: lineKey(line),
      account: line.account,
      bankRef: line.bankRef,
      contracts: named,
      payers: isMatched && named.length === 0 ? [...taxCodes.occurring(text)] : [],
      pair: JSON.stringify([line.account, (isNegative ? -line.amount : line.amount).toString()]),
      isNegative,
      named: isNegative ? text : normalisedCode(line.bankRef),
    };
  };
}

/** Whether a negative line may undo the other by its text. */
export const mayUndo = (negative: LineLinks, other: LineLinks): boolean =>
  negative.pair === other.pair && negative.isNegative && !other.isNegative && other.named !== '' && negative.named.includes(other.named);
