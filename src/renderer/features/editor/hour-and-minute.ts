const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** 20:38. */
export function hourAndMinute(epoch: number): string {
  return clock.format(epoch);
}
