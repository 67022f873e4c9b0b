import { findVietnameseForm } from '@kcn/vietnam';

export const ABSENT = '–';

/** A decimal string of the platform as people here read it: `1261.5` → `1.261,5`; what is absent is a dash. */
export const number = (plain: string | number | null | undefined): string => {
  if (plain === null || plain === undefined || plain === '') return ABSENT;
  return findVietnameseForm(String(plain)) ?? String(plain);
};

export const text = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return ABSENT;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const inVietnam = new Intl.DateTimeFormat('vi-VN', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Asia/Ho_Chi_Minh' });

/** A UTC instant on the clock of Vietnam. */
export const moment = (instant: string | null | undefined): string => {
  if (!instant) return ABSENT;
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? instant : inVietnam.format(ms);
};

/** `2017-12-31` → `31/12/2017` */
export const day = (date: string | null | undefined): string => (date ? date.split('-').reverse().join('/') : ABSENT);
