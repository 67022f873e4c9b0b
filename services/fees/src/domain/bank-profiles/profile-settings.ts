import type { ColumnsProfile, Source } from './columns-profile';

/** A setting of a profile by its name in the interface. */
export interface ProfileSetting {
  readonly name: string;
  readonly value: string;
}

const ofSource = (name: string, source: Source): ProfileSetting =>
  'column' in source ? { name: `${name}_column`, value: source.column } : { name, value: source.value };

/** All that a profile says, setting by setting, as its event keeps it. */
export function settingsOf(profile: ColumnsProfile): ProfileSetting[] {
  const { account, currency, amount, bookedOn, valueOn, bankRef, remitter, description, ignored } = profile;
  const optional = (name: string, value: string | undefined): ProfileSetting[] => (value === undefined ? [] : [{ name, value }]);
  return [
    ofSource('account', account),
    ofSource('currency', currency),
    ...('signed' in amount
      ? [{ name: 'amount_signed', value: amount.signed }]
      : [
          { name: 'amount_credit', value: amount.credit },
          { name: 'amount_debit', value: amount.debit },
        ]),
    { name: 'booked_on', value: bookedOn },
    ...optional('value_on', valueOn),
    { name: 'bank_ref', value: bankRef },
    ...optional('remitter', remitter),
    { name: 'description', value: description },
    { name: 'days', value: profile.days },
    { name: 'decimal_mark', value: profile.decimalMark },
    { name: 'thousands_mark', value: profile.thousandsMark },
    { name: 'strict_decimals', value: String(profile.strictDecimals) },
    ...ignored.map((value) => ({ name: 'ignored', value })),
  ];
}
