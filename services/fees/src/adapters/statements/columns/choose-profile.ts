import type { TableFormat } from '@kcn/tables';
import { readTable } from '@kcn/tables';
import { columnsOf } from '../../../domain/bank-profiles/columns-profile';
import type { ColumnsProfile } from '../../../domain/bank-profiles/columns-profile';
import { DEFAULT_PROFILE } from '../../../domain/bank-profiles/default-profile';
import type { FaultList } from '../fault-list';

const LINE_BREAK = 0x0a;

/** Enough of a file to read its header; a workbook is one piece. */
function headOf(bytes: Buffer, format: TableFormat): Buffer {
  const end = bytes.indexOf(LINE_BREAK);
  return format === 'csv' && end >= 0 ? bytes.subarray(0, end + 1) : bytes;
}

/** Whether the file has just the profile's columns. */
async function fits(head: Buffer, format: TableFormat, profile: ColumnsProfile): Promise<boolean> {
  let isSound = false;
  const ignore = (): void => undefined;
  const sink = {
    begin: () => {
      isSound = true;
    },
    row: ignore,
    badRow: ignore,
    unreadable: ignore,
  };
  await readTable(head, { format, columns: columnsOf(profile), sink });
  return isSound;
}

/**
 * By which profile a file of columns is read: the saved one that has its header; where several have, the one whose account
 * the file's name holds. A file that none of them fits is read by the platform's own layout (or by the profile that its name
 * names), which then says what is wrong with it.
 * @returns undefined, with a fault noted, when two profiles are as good
 */
export async function chooseProfile(
  { file, bytes }: { readonly file: string; readonly bytes: Buffer },
  { format, profiles, faults }: { readonly format: TableFormat; readonly profiles: readonly ColumnsProfile[]; readonly faults: FaultList },
): Promise<ColumnsProfile | undefined> {
  if (profiles.length === 0) return DEFAULT_PROFILE;
  const head = headOf(bytes, format);
  const fitting: ColumnsProfile[] = [];
  for (const profile of profiles) if (await fits(head, format, profile)) fitting.push(profile);
  const isNamed = ({ id }: ColumnsProfile): boolean => file.includes(id);
  if (fitting.length === 0)
    return (await fits(head, format, DEFAULT_PROFILE)) ? DEFAULT_PROFILE : (profiles.find(isNamed) ?? DEFAULT_PROFILE);
  const meant = fitting.length === 1 ? fitting : fitting.filter(isNamed);
  const [profile] = meant;
  if (meant.length === 1) return profile;
  const accounts = fitting.map(({ id }) => id);
  faults.add('profile_ambiguous', {}, { accounts: accounts.join(', '), account: accounts[0] ?? '' });
  return undefined;
}
