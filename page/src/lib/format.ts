// Numbers as people read them. Only rounding and units: no figure is worked out here.
const kibi = 1024;
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const fixed = (digits: number): Intl.NumberFormat => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const two = fixed(2);
const one = fixed(1);

export const count = (n: number): string => whole.format(n);

/** Bytes in the unit the terminal shows them in: GiB from 1 GiB on, MiB, KiB. */
export function bytes(n: number): string {
  const size = Math.abs(n);
  const unit = size >= kibi ** 3 ? 3 : size >= kibi ** 2 ? 2 : size >= kibi ? 1 : 0;
  return unit === 0 ? `${n} B` : `${two.format(n / kibi ** unit).replace('-', '−')} ${['B', 'KiB', 'MiB', 'GiB'][unit]}`;
}

export const gib = (n: number): string => two.format(n / kibi ** 3).replace('-', '−');

/** A figure with as many places as it can bear: 7.3, 34.9, 1,299. */
export const figure = (n: number): string => n >= 100 ? whole.format(n) : n >= 1 ? one.format(n) : two.format(n);

export function range(low: number | null | undefined, high: number | null | undefined): string {
  if (low == null || high == null) return '';
  const coarse = high >= 20;
  const [a, b] = [coarse ? whole.format(low) : figure(low), coarse ? whole.format(high) : figure(high)];
  return a === b ? a : `${a}–${b}`;
}

export const tokens = (n: number): string => `${whole.format(n)}`;

/** 27.6 B parameters. */
export const parameters = (n: number): string => n >= 1e9 ? `${figure(n / 1e9)} B` : n >= 1e6 ? `${figure(n / 1e6)} M` : count(n);

export const bandwidth = (n: number): string => `${count(n / 1e9)} GB/s`;

const signs: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', CNY: '¥', JPY: '¥' };
export function money(low: number | null | undefined, high: number | null | undefined, currency: string): string {
  if (low == null || high == null) return '';
  const digits = (n: number): string => Math.abs(n) >= 100 || Number.isInteger(n) ? whole.format(n) : two.format(n);
  const sign = signs[currency] ?? `${currency} `;
  return low === high ? `${sign}${digits(low)}` : `${sign}${digits(low)}–${digits(high)}`;
}

export const seconds = (n: number): string => n < 100 ? `${n < 10 ? two.format(n) : one.format(n)} s` : `${count(n / 60)} min`;

/** 32,768 → 32k where it is a round number of k. */
export const short = (n: number): string => n % kibi === 0 ? (n >= kibi * kibi && n % (kibi * kibi) === 0 ? `${n / kibi / kibi}M` : `${n / kibi}k`) : whole.format(n);
