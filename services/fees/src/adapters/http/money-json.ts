/** Đồng as a JSON number; beyond what a number holds exactly, as digits in a text. */
export const moneyJson = (amount: bigint): number | string => (Number.isSafeInteger(Number(amount)) ? Number(amount) : amount.toString());
