import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from './button.tsx';

interface CopyButtonProps {
  readonly label: string;
  /** Said and shown for a moment when it was copied. */
  readonly done: string;
  text(): string | Promise<string>;
  readonly testId?: string;
}

const SHOWN = 1500;

/** Puts a text on the clipboard. */
export function CopyButton({ label, done, text, testId }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    setCopied(await copyText(await text()));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), SHOWN);
  };
  return (
    <IconButton label={copied ? done : label} data-testid={testId} onClick={() => void copy()}>
      {copied ? <Check size={14} /> : <Copy size={14} />}
    </IconButton>
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

/** A page that came over plain HTTP from another machine has no clipboard of its own, but may still copy a selection. */
function copyOldWay(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  const place = document.querySelector('dialog[open]') ?? document.body;
  place.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}
