import './button.css';
import type { ButtonHTMLAttributes, ReactNode } from 'react';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: 'plain' | 'main' | 'danger' | 'quiet';
  readonly children: ReactNode;
}

export function Button({ tone = 'plain', className = '', ...rest }: ButtonProps) {
  return <button type="button" className={`button ${tone} ${className}`} {...rest} />;
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does: the spoken label and the tooltip. */
  readonly label: string;
  readonly children: ReactNode;
  readonly on?: boolean;
}

/** A button that shows only a picture. `on` makes it a switch. */
export function IconButton({ label, on, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={label}
      aria-pressed={on}
      {...rest}
    />
  );
}
