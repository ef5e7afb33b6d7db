// Moments and sizes in words. Times are the reader's local ones, 24 hours, with the date only when it is another day.

const pad = (value: number) => String(value).padStart(2, '0');
const isSameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString();

/** "10:32", or "3 May 10:32" if `at` is not on the day of `now`. Both in milliseconds since the epoch. */
export function clockTime(at: number, now: number): string {
  return withDay(at, now, (time) => `${pad(time.getHours())}:${pad(time.getMinutes())}`);
}

/** "10:32:07", with the date as `clockTime` has it. */
export function clockTimeSeconds(at: number, now: number): string {
  return withDay(
    at,
    now,
    (time) => `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`,
  );
}

function withDay(at: number, now: number, write: (time: Date) => string): string {
  const time = new Date(at);
  if (isSameDay(time, new Date(now))) return write(time);
  const month = time.toLocaleString('en', { month: 'short' });
  return `${time.getDate()} ${month} ${write(time)}`;
}

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** "812 bytes", "4.2 MB": powers of 1000, one decimal below ten. */
export function byteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** "1 pane", "3 panes". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
