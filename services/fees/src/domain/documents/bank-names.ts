/** Short names of banks by their NAPAS number; a bank that is not here is printed by its number alone. */
const BANK_NAMES: ReadonlyMap<string, string> = new Map([
  ['970403', 'Sacombank'],
  ['970405', 'Agribank'],
  ['970407', 'Techcombank'],
  ['970415', 'VietinBank'],
  ['970416', 'ACB'],
  ['970418', 'BIDV'],
  ['970422', 'MB'],
  ['970423', 'TPBank'],
  ['970432', 'VPBank'],
  ['970436', 'Vietcombank'],
]);

/** `Vietcombank (970436)` */
export const bankName = (bankBin: string): string => {
  const name = BANK_NAMES.get(bankBin);
  return name === undefined ? `mã ${bankBin}` : `${name} (mã ${bankBin})`;
};
