import { normalisedCode } from '../contracts/normalised-code';
import { applyDecision } from './apply-decision';
import { leaveCredit, payDirect, payOldest } from './matching-state';
import type { MatchingState, OpenLine } from './matching-state';
import { LEDGER_CURRENCY, lineKey, paymentDay } from './payment-line';
import type { PaymentLine } from './payment-line';
import { findUndone, undoLine } from './undo-line';

/** Codes of invoices, then contract numbers, then a tax code with the amount; the first that names anything decides. */
function matchPayment(state: MatchingState, open: OpenLine, text: string): void {
  const { amount } = open.line;
  const named = state.debts.codes.find(text);
  const lastNamed = named.at(-1);
  if (lastNamed) {
    open.rule = 'INVOICE_CODE';
    let rest = amount;
    for (const debt of named) rest = payDirect(state, open, debt, rest);
    rest = payOldest(state, open, lastNamed.contractNo, rest);
    leaveCredit(state, open, lastNamed.contractNo, rest);
    return;
  }
  const contracts = state.contractCodes.find(text);
  const lastContract = contracts.at(-1);
  if (lastContract !== undefined) {
    open.rule = 'CONTRACT_NO';
    let rest = amount;
    for (const contractNo of contracts) rest = payOldest(state, open, contractNo, rest);
    leaveCredit(state, open, lastContract, rest);
    return;
  }
  for (const taxCode of state.taxCodes.find(text)) {
    const debt = state.debts.findOnly(taxCode, amount);
    if (!debt) continue;
    open.rule = 'TAX_CODE_AMOUNT';
    payDirect(state, open, debt, amount);
    return;
  }
}

/** Works out what a line does, from what is known up to its turn. */
export function matchLine(state: MatchingState, line: PaymentLine): void {
  const open: OpenLine = {
    line,
    day: paymentDay(line),
    rule: 'UNMATCHED',
    allocations: [],
    credits: [],
    lots: [],
    undoes: undefined,
    reversedBy: undefined,
  };
  const decision = state.decisions.get(lineKey(line));
  if (line.currency !== LEDGER_CURRENCY) {
    // No rule and no person turns foreign money into đồng here.
  } else if (decision && decision.kind !== 'AUTOMATIC') applyDecision(state, open, decision);
  else if (line.amount >= 0n) matchPayment(state, open, normalisedCode(line.description));
  else {
    const undone = findUndone(state, line);
    if (undone) undoLine(state, open, undone);
  }
  state.lines.push(open);
  const ofAccount = state.linesByAccount.get(line.account);
  if (ofAccount) ofAccount.byRef.set(line.bankRef, open);
  if (line.currency === LEDGER_CURRENCY && line.amount > 0n) ofAccount?.refs.add(normalisedCode(line.bankRef), open);
}
