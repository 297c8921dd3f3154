/** What this machine says of itself before anything is loaded into its kernel. Reads files only. */
import { readFileSync } from 'node:fs';

export interface Machine {
  /** Whether a warning of the kernel would stop the whole machine. */
  readonly panicsOnWarnings: boolean;
  /** Whether the lockdown hides kernel memory from BPF. */
  readonly isConfidential: boolean;
}

/** Files that are not there, or may not be read, say no. */
export function thisMachine(): Machine {
  return {
    panicsOnWarnings: text('/proc/sys/kernel/panic_on_warn').trim() === '1',
    isConfidential: text('/sys/kernel/security/lockdown').includes('[confidentiality]'),
  };
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
