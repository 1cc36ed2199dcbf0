import type { CodedError } from '../../shared/error/coded-error.ts';

/** What VTServer answers. */
export interface Reply {
  readonly out: 'ok' | 'error' | 'wait';
  readonly details: string;
}

/** Clients of VTServer read 1024 bytes at most, so that a line never has more. */
const LONGEST_BYTES = 1000;

/** A failure as a reply: one line, the way out behind it. */
export function errorReply(error: CodedError): Reply {
  const line = error.message.replaceAll(/\s*\n\s*/g, ' ');
  return { out: 'error', details: error.help === '' ? line : `${line} ${error.help}` };
}

/** The answer to a job that was begun or runs, with its time as VTServer writes it. */
export function waitReply(startedAt: number): Reply {
  const at = new Date(startedAt);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${two(at.getMonth() + 1)}/${two(at.getDate())}/${at.getFullYear()}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return { out: 'wait', details: `Job started at ${date}, ${time}` };
}

/** A reply as one line in the manner of Python's json.dumps: spaces after separators, ASCII only. */
export function replyLine(reply: Reply): string {
  let { details } = reply;
  let line = dumped({ ...reply, details });
  while (line.length > LONGEST_BYTES) {
    details = details.slice(0, Math.floor(details.length * 0.9) - 3);
    line = dumped({ ...reply, details: `${details}...` });
  }
  return `${line}\n`;
}

function dumped(reply: Reply): string {
  return `{"out": ${ascii(reply.out)}, "details": ${ascii(reply.details)}}`;
}

function ascii(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
