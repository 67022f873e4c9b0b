import { notFound, precondition } from '@kcn/kernel';
import type { DomainError } from '@kcn/kernel';

export const runNotFound = (id: string): DomainError =>
  notFound('run_not_found', { vi: `Không có đợt lập hóa đơn "${id}"`, en: `There is no billing run "${id}"` });

export const nothingToIssue = (through: string): DomainError =>
  precondition('nothing_to_issue', {
    vi: `Không có hóa đơn mới nào đến hết tháng ${through}`,
    en: `There is no new invoice up to the end of ${through}`,
  });

export const stillPlanning = (id: string): DomainError =>
  precondition('run_is_planning', {
    vi: `Danh sách của đợt "${id}" đang được lập; hãy chờ`,
    en: `The list of the run "${id}" is still being made; wait for it`,
  });

export const notWaiting = (id: string): DomainError =>
  precondition('run_already_approved', { vi: `Đợt lập hóa đơn "${id}" đã được duyệt`, en: `The billing run "${id}" was approved already` });

export const otherIsIssuing = (id: string): DomainError =>
  precondition('run_is_issuing', {
    vi: `Đợt "${id}" đang phát hành cùng ký hiệu hóa đơn; hãy chờ đợt đó xong`,
    en: `The run "${id}" is being issued in the same series of numbers; wait until it is done`,
  });

export const outdated = (code: string): DomainError =>
  precondition('run_is_outdated', {
    vi: `Hóa đơn ${code} của đợt này đã được phát hành; hãy lập đợt mới`,
    en: `The invoice ${code} of this run is in force already; create a new run`,
  });
