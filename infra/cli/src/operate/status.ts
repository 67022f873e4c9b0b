import { setTimeout as pause } from 'node:timers/promises';
import { findJson, getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import { CliError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { moment, text } from '../output/vietnamese';

export interface StatusOptions {
  readonly board: string | undefined;
  /** How long to ask again until all is ready; 0 asks once. */
  readonly waitSeconds: number;
}

const NAMES = ['registry', 'reporting', 'fees', 'emulation'] as const;

interface ServiceStatus {
  readonly service: (typeof NAMES)[number];
  readonly url: string;
  readonly reachable: boolean;
  readonly ready: boolean;
  /** What the service's health endpoint says is missing: its servers, migrations, … */
  readonly reasons: readonly string[];
}

const POLL_MS = 500;

async function askService(context: CommandContext, service: ServiceStatus['service']): Promise<ServiceStatus> {
  const url = context.settings[`${service}Url`];
  try {
    const answer = await context[service].health('/health/ready');
    const body = findJson<{ reasons?: readonly string[] }>(answer);
    const ready = answer.status === 200;
    return { service, url, reachable: true, ready, reasons: body?.reasons ?? (ready ? [] : [`HTTP ${String(answer.status)}`]) };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { service, url, reachable: false, ready: false, reasons: [`${error.vi} / ${error.en}`] };
  }
}

async function askUntilReady(context: CommandContext, waitSeconds: number): Promise<ServiceStatus[]> {
  const deployed = NAMES.filter((service) => context.settings[`${service}Url`] !== '');
  const deadline = performance.now() + waitSeconds * 1_000;
  for (;;) {
    const services = await Promise.all(deployed.map((service) => askService(context, service)));
    if (services.every(({ ready }) => ready) || performance.now() >= deadline) return services;
    await pause(POLL_MS);
  }
}

const exitCodeOf = (services: readonly ServiceStatus[]): ExitCode => {
  if (services.some(({ reachable }) => !reachable)) return exitCodes.unreachable;
  return services.every(({ ready }) => ready) ? exitCodes.done : exitCodes.refused;
};

interface BoardStatus {
  readonly board: string;
  readonly log: Readonly<Record<string, unknown>>;
  readonly reporting: Readonly<Record<string, unknown>>;
}

async function askBoard({ registry, reporting }: CommandContext, board: string): Promise<BoardStatus> {
  const [log, status] = await Promise.all([registry.get(boardPath(board, 'log', 'head')), reporting.get(boardPath(board, 'status'))]);
  return { board, log: getJson(log), reporting: getJson(status) };
}

const renderServices = (services: readonly ServiceStatus[]): string =>
  renderTable(
    services.map(({ service, url, ready, reasons }) => [ready ? '✓' : '✗', service, url, ready ? 'sẵn sàng / ready' : reasons.join('; ')]),
  );

const renderBoard = ({ board, log, reporting }: BoardStatus): string =>
  renderTable([
    `${board}:`,
    ['  sổ sự kiện đến vị trí', text(log['position']), moment(log['recorded_at'] as string | undefined)],
    ['  đã phát lên Kafka', text(log['published'])],
    ['  reporting đã tính', text(reporting['settled'])],
    ['  đang chờ / hỏng', `${text(reporting['parked'])} / ${text(reporting['dead_letters'])}`],
    ['  thế hệ · quy tắc', `${text(reporting['generation'])} · ${text(reporting['rules_version'])}`],
  ]);

/** Whether the platform can work, and with a board how far its data has come; exit 0 once all is ready. */
export async function status(context: CommandContext, { board, waitSeconds }: StatusOptions): Promise<ExitCode> {
  const services = await askUntilReady(context, waitSeconds);
  const exitCode = exitCodeOf(services);
  const of = board !== undefined && exitCode === exitCodes.done ? await askBoard(context, board) : undefined;
  context.screen.result({
    document: { ready: exitCode === exitCodes.done, services, ...(of === undefined ? {} : { board: of }) },
    human: () => `${renderServices(services)}${of === undefined ? '' : renderBoard(of)}`,
  });
  return exitCode;
}
