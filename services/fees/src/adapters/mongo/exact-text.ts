/** Beside ordinary values, `{"$int": "123"}` stands for a whole number of any length. */
const INTEGER = '$int';

/** A value as it is kept: whole numbers and exact fractions may be longer than any number of the database. */
export const toExactText = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) => (typeof member === 'bigint' ? { [INTEGER]: member.toString() } : member));

/** The value again; what it is must be known. */
export const fromExactText = <T>(text: string): T =>
  JSON.parse(text, (_name, member: unknown) => {
    if (typeof member !== 'object' || member === null || !(INTEGER in member)) return member;
    return BigInt(String(member[INTEGER]));
  }) as T;
