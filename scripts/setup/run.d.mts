export function run(
  command: string,
  args: readonly string[],
  options?: { timeout?: number; env?: Record<string, string>; echo?: boolean },
): Promise<{ code: number; text: string }>;
export function withoutAddresses(text: string): string;
