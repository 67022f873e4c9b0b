import type { LineDecision } from './facts';
import { leaveCredit, payDirect } from './matching-state';
import type { MatchingState, OpenLine } from './matching-state';
import { lineKey } from './payment-line';
import { undoLine } from './undo-line';

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Contract of a code that does not exist on that day: the longest contract number that begins it. */
function findContractOf(state: MatchingState, code: string): string | undefined {
  for (let end = code.length; end > 0; end = code.lastIndexOf('-', end - 1)) {
    const contractNo = code.slice(0, end);
    if (state.contracts.has(contractNo)) return contractNo;
  }
  return undefined;
}

function raiseTask(state: MatchingState, open: OpenLine): void {
  state.tasks.push({
    code: 'decision_does_not_fit',
    subject: lineKey(open.line),
    day: open.day,
    vi: `Quyết định về giao dịch ${open.line.bankRef} không còn khớp với số còn phải thu; phần thừa được ghi có cho hợp đồng`,
    en: `The decision on line ${open.line.bankRef} no longer fits what is open; the excess became credit of the contract`,
  });
}

/** Does with a line what a person decided, in place of the rules. What an invoice cannot take becomes credit. */
export function applyDecision(state: MatchingState, open: OpenLine, decision: LineDecision): void {
  if (decision.kind === 'LEAVE' || decision.kind === 'AUTOMATIC') return;
  if (decision.kind === 'REVERSE') {
    const undone = state.linesByAccount.get(open.line.account)?.byRef.get(decision.undoes);
    if (undone && open.line.amount < 0n && undone.line.amount === -open.line.amount && undone.reversedBy === undefined)
      undoLine(state, open, undone);
    else raiseTask(state, open);
    return;
  }
  if (open.line.amount <= 0n) {
    raiseTask(state, open);
    return;
  }
  open.rule = 'DECISION';
  let rest = open.line.amount;
  let fits = true;
  for (const { invoice, amount } of decision.allocations) {
    const money = least(amount, rest);
    const debt = state.debts.find(invoice);
    const excess = debt ? payDirect(state, open, debt, money) : money;
    const contractNo = debt?.contractNo ?? findContractOf(state, invoice);
    if (excess > 0n || money < amount) fits = false;
    if (contractNo !== undefined) {
      leaveCredit(state, open, contractNo, excess);
      rest -= money;
    }
  }
  for (const { contractNo, amount } of decision.credits) {
    const money = least(amount, rest);
    if (money < amount || !state.contracts.has(contractNo)) fits = false;
    if (!state.contracts.has(contractNo)) continue;
    leaveCredit(state, open, contractNo, money);
    rest -= money;
  }
  if (!fits) raiseTask(state, open);
}
