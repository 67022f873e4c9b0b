import { Option } from 'commander';

export const asOption = (): Option => new Option('--as <subject>', 'người lập; mặc định kcn-recorder / who does it');
export const approveAsOption = (): Option =>
  new Option('--approve-as <subject>', 'người thứ hai; mặc định kcn-approver / the second person');
export const reasonOption = (): Option => new Option('--reason <reason>', 'lý do / reason');
