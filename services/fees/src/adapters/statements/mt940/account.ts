/** Field 25: `1002003001`, with the bank before a slash, or with the currency after the number. */
export function accountOf(text: string, currency: string): string {
  const account = text.slice(text.lastIndexOf('/') + 1).replaceAll(/\s/g, '');
  return account.length > currency.length && account.endsWith(currency) ? account.slice(0, -currency.length) : account;
}
