import { join } from 'node:path';
import type { ServiceProcesses } from '../run/service-processes';
import type { Log } from '../say';
import { both, StartError } from '../say';
import type { ProvincePorts } from './bloc-environment';
import { serviceName } from './bloc-environment';
import { createEmulationCalls } from './emulation-calls';
import { runKcn } from './kcn-command';
import type { BlocKeys } from './make-bloc-keys';
import type { BlocHead, Province } from './provinces';
import { writeHomeFolder } from './provinces';

export interface ShowBlocOptions {
  /** A bloc's folder (FORMATS §1). */
  readonly folder: string;
  /** For what each member has at home. */
  readonly workFolder: string;
  readonly head: BlocHead;
  readonly provinces: readonly Province[];
  readonly keys: BlocKeys;
  readonly ports: ReadonlyMap<number, ProvincePorts>;
  readonly processes: Pick<ServiceProcesses, 'stopOne' | 'startAgain'>;
  readonly log: Log;
}

/** How long the first pull waits for a province that is away, and the second for one that is just back. */
const DEADLINES_S = { away: 8, back: 40 };

/**
 * The year of a bloc across its provinces: loads at home, signs at home, pins the keys at the leader's, pulls while one province
 * is stopped, starts it again, pulls once more and prints the whole ranking.
 * @throws StartError when the ranking is not complete at the end
 */
export async function showBloc(options: ShowBlocOptions): Promise<void> {
  const { folder, workFolder, head, provinces, keys, ports, processes, log } = options;
  const { id: bloc, year, leader } = head;
  const yearPath = `blocs/${bloc}/years/${year.toString()}`;
  const urlOf = (port: number | undefined): string => `http://127.0.0.1:${(port ?? 0).toString()}`;
  const signingKeyOf = ({ number }: Province): string => keys.files.get(number)?.signingKey ?? '';
  const environmentOf = (province: Province) => ({
    KCN_REGISTRY_URL: urlOf(ports.get(province.number)?.registry),
    KCN_REPORTING_URL: urlOf(ports.get(province.number)?.reporting),
    KCN_EMULATION_URL: urlOf(ports.get(province.number)?.emulation),
    KCN_SIGNING_KEY_FILE: signingKeyOf(province),
  });
  const callsOf = (province: Province) =>
    createEmulationCalls({ baseUrl: urlOf(ports.get(province.number)?.emulation), signingKey: signingKeyOf(province) });
  const first = provinces.find(({ host }) => host === leader);
  const last = provinces.at(-1);
  if (!first || !last || first === last) throw new Error('a bloc is shown across several provinces');
  const kcn = (args: readonly string[]): Promise<string> => runKcn(args, environmentOf(first));
  const choice = ['--bloc', bloc, '--year', year.toString(), '--board', leader];

  log(both('▸ Mỗi ban nạp số liệu và ký phiếu tại nhà', 'Each board loads its figures and signs its sheet at home'));
  await Promise.all(
    provinces.map(async (province) => {
      for (const member of province.boards) {
        const home = member === leader ? folder : await writeHomeFolder(folder, { member, into: join(workFolder, 'homes') });
        await runKcn(['emulation', 'load', home, '--member', member, '--board', member], environmentOf(province));
        await callsOf(province).post(member, `${yearPath}/sheets`);
        log(`  ✓ ${member.padEnd(14)} ${both(`tỉnh ${province.number.toString()}`, `province ${province.number.toString()}`)}`);
      }
    }),
  );

  log(both('▸ Khối trưởng ghim khóa của các đơn vị theo giao ước', 'The leader pins the members’ keys as pledged'));
  const validity = { valid_from: `${year.toString()}-01-01T00:00:00Z`, valid_to: '2099-12-31T00:00:00Z' };
  await callsOf(first).post(leader, `${yearPath}/member-keys`, {
    keys: [...keys.thumbprints].map(([member, thumbprint]) => ({ member, thumbprint, ...validity })),
  });

  const away = serviceName('emulation', last);
  log(both(`▸ Dừng ${away} và lấy phiếu`, `Stopping ${away} and pulling`));
  await processes.stopOne(away);
  log(await kcn(['emulation', 'pull', ...choice, '--deadline', DEADLINES_S.away.toString()]));

  log(both(`▸ Khởi động lại ${away} và lấy tiếp`, `Starting ${away} again and pulling the rest`));
  await processes.startAgain(away);
  log(await kcn(['emulation', 'pull', ...choice, '--deadline', DEADLINES_S.back.toString()]));

  log(both('▸ Xếp hạng', 'Ranking'));
  log(await kcn(['emulation', 'rank', ...choice]));
  const { missing } = (await callsOf(first).get(leader, `${yearPath}/pulls`)) as { readonly missing: readonly string[] };
  if (missing.length > 0) throw new StartError(`còn thiếu phiếu: ${missing.join(', ')}`, 'sheets are still missing');
}
