/**
 * Inline assembly: the parser sees a call whose arguments are the operands' expressions. Knows the layout of an asm
 * statement and the operand macros of the kernel's tests; no instruction.
 */
import type { Scene } from './scene.js';
import { type AsmNote, hide, hideAll, put, type Token } from './draft.js';
import { Kind } from './lexer.js';
import { stringValue } from './literals.js';

/** Masks the asm at token `i`; one that is no statement names a register and is hidden. */
export function maskAsm(scene: Scene, i: number, isStatement: boolean): void {
  const { tokens, match } = scene;
  let open = i + 1;
  while (tokens[open]?.kind === Kind.word) open++;
  const close = tokens[open]?.word === '(' ? (match[open] ?? -1) : -1;
  if (close < 0) return;
  if (!isStatement) {
    hideAll(tokens, i, close);
    return;
  }
  hideAll(tokens, i + 1, open - 1);
  const operands = new Operands(scene, open + 1, close);
  operands.mask();
  scene.notes.asm.set(tokens[i]?.start ?? 0, operands.note());
  put(tokens[i], 'Asm');
}

class Operands {
  private part = 0;
  private template = '';
  private inputsStart = Number.MAX_SAFE_INTEGER;
  private readonly clobbers: string[] = [];
  private readonly labels: string[] = [];
  private readonly constraints: string[] = [];
  private constraint = '';

  constructor(
    private readonly scene: Scene,
    private readonly from: number,
    private readonly to: number,
  ) {}

  note(): AsmNote {
    const { template, clobbers, labels, constraints, inputsStart } = this;
    return { template, clobbers, labels, constraints, inputsStart };
  }

  mask(): void {
    const { tokens, match } = this.scene;
    for (let k = this.from; k < this.to; k++) {
      const token = tokens[k];
      if (!token) continue;
      if (token.word === ':') this.nextPart(token);
      else if (token.word === '(' && (match[k] ?? -1) > k) {
        if (this.part === 1 || this.part === 2) this.operand(k);
        else hideAll(tokens, k, match[k] ?? k);
        k = match[k] ?? k;
        continue;
      } else if (token.word === '[' && (match[k] ?? -1) > k) {
        hideAll(tokens, k, match[k] ?? k);
        k = match[k] ?? k;
        continue;
      } else this.word(token);
      hide(token);
    }
  }

  private nextPart(token: Token): void {
    this.part++;
    if (this.part === 2) this.inputsStart = token.start;
  }

  private word(token: Token): void {
    const text = token.kind === Kind.string ? stringValue(token.word) : token.word;
    if (this.part === 0) this.template += text;
    else if ((this.part === 1 || this.part === 2) && token.kind === Kind.string) this.constraint += text;
    else if (this.part === 4 && token.kind === Kind.word) this.labels.push(text);
    else if (this.part === 3 && token.word !== ',') this.clobbers.push(text);
  }

  /** Keeps the parentheses at `open`, with a comma before them unless they are the first. */
  private operand(open: number): void {
    this.constraints.push(this.constraint);
    this.constraint = '';
    if (this.constraints.length === 1) return;
    const before = this.scene.tokens[open - 1];
    if (!before) return;
    before.masked = ' '.repeat(before.end - before.start - 1) + ',';
  }
}
