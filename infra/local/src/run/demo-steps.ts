/** A command of the platform's own command line, run once everything is up. */
export interface Step {
  readonly vi: string;
  readonly en: string;
  readonly command: readonly string[];
}

/** What `npm start` shows: the sample set is loaded (again without effect when it is there) and its summary printed. */
export const DEMO_STEPS: readonly Step[] = [
  {
    vi: 'Nạp số liệu mẫu: Hưng Yên 2017',
    en: 'Loading the sample set: Hưng Yên 2017',
    command: ['node', 'infra/cli/kcn.mjs', 'load', 'infra/demo/hung-yen-2017', '--board', 'hung-yen'],
  },
  {
    vi: 'Tính và in báo cáo tổng hợp năm 2017',
    en: 'Computing and printing the summary of 2017',
    command: ['node', 'infra/cli/kcn.mjs', 'summary', '--board', 'hung-yen', '--period', '2017', '--run'],
  },
];
