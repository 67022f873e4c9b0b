import { extname } from 'node:path';
import { Option } from 'commander';
import { usageError } from '../cli-error';
import { list } from '../options';
import type { AddCommand, Optional, Perform } from '../registration';
import { award } from './award';
import { awards } from './awards';
import type { Parsed } from './bloc-options';
import { asked, choice, chosen, named } from './bloc-options';
import { certificate } from './certificate';
import { document } from './document';

const KINDS = ['minutes', 'proposal', 'ranking'];

interface Printed {
  readonly json: boolean;
  readonly out: string;
  readonly format?: string;
}

const printed = (): Option[] => [
  new Option('--out <file>', 'tệp ghi ra / the file to write').makeOptionMandatory(),
  new Option('--format <format>', 'dạng tệp; không có: theo đuôi tệp, còn lại là pdf / default: as the file’s name ends, else pdf').choices(
    ['pdf', 'docx'],
  ),
];
const formatOf = ({ out, format }: Printed): string => format ?? (extname(out).toLowerCase() === '.docx' ? 'docx' : 'pdf');

/** @throws CliError usage `unknown_document` */
function kindOf(text: string): string {
  if (KINDS.includes(text)) return text;
  const known = KINDS.join(', ');
  throw usageError('unknown_document', {
    vi: `Không có văn bản "${text}"; có: ${known}`,
    en: `No document "${text}"; there are: ${known}`,
  });
}

/** What a bloc's year gives its members, and the papers about it. */
export function addAwardCommands(command: AddCommand, perform: Perform): void {
  command('awards', 'khen thưởng: chỉ tiêu, được khen, đã quyết định / quotas, awards, decisions', asked()).action((options: Parsed) =>
    perform('reader', options.json, (context) => awards(context, named(options))),
  );

  command('award', 'ghi quyết định khen thưởng vào sổ / enter a decision’s awards in the register', [
    ...choice(),
    new Option('--decision <file>', 'quyết định: tệp JSON number, date, authority, place, signer / the decision').makeOptionMandatory(),
    new Option('--kinds <kinds>', 'flag, certificate; không có: cả hai / default: both').argParser(list),
    new Option('--choose <choices>', 'Khối trưởng chọn giữa các đơn vị bằng nhau: đơn-vị=flag,… / among equals')
      .argParser(list)
      .default([]),
  ]).action((options: Parsed & Optional<{ kinds: string[] }> & { decision: string; choose: string[] }) =>
    perform('approver', options.json, (context) =>
      award(context, { ...chosen(options), decision: options.decision, kinds: options.kinds, choices: options.choose }),
    ),
  );

  command('certificate <code>', 'giấy chứng nhận theo mã xác minh / the certificate with this code', printed()).action(
    (code: string, options: Printed) =>
      perform('reader', options.json, (context) => certificate(context, { code, out: options.out, format: formatOf(options) })),
  );

  command('document <kind>', 'biên bản họp khối, tờ trình, bảng xếp hạng / minutes, proposal, ranking', [...asked(), ...printed()]).action(
    (kind: string, options: Parsed & Printed) =>
      perform('reader', options.json, (context) =>
        document(context, { ...named(options), kind: kindOf(kind), out: options.out, format: formatOf(options) }),
      ),
  );
}
