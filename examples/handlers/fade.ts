import { interval, output, outputvalue } from 'crosspatch';

/** Kept when the file is saved and the script is loaded anew. */
export const state = { goal: 0 };

/** Sends every move on to "smooth", but never faster than a full way in two seconds. */
export function fader(value: number): void {
  state.goal = value;
  interval(step, 20);
}

function step(): void {
  const now = outputvalue('smooth') ?? 0;
  const left = state.goal - now;
  const most = 0.01;
  output('smooth', Math.abs(left) <= most ? state.goal : now + Math.sign(left) * most);
  if (Math.abs(left) <= most) interval(step, 0);
}
