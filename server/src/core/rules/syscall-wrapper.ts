/**
 * Probes at the kernel's entries of system calls that take arguments where there is only a pointer to the caller's
 * registers.
 */
import type { Fix } from '../finding.js';
import type { RegisterArgument } from '../model/file.js';
import type { ProgramModel } from '../model/model.js';
import { located } from '../model/walk/located.js';
import type { Parameter } from '../syntax/ast.js';
import type { Span } from '../text.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { misreadEntry } from './syscall-entries.js';
import { excerpt, nameProgram, relatedTo } from './wording.js';

export const syscallWrapper: Rule = {
  meta: {
    id: 'syscall-wrapper',
    severity: 'warning',
    fixable: true,
    summary: 'Arguments of a system call are taken from a function that gets them behind a pointer',
  },
  *check(input) {
    const misread = misreadEntry(input.model, input.facts);
    if (!misread) return;
    const { call, parameter, registers } = misread;
    if (parameter) yield ofParameter(parameter, call, input);
    for (const each of registers) yield ofRegister(each, call, input);
  },
};

/** A span of the program's own function. */
function locatedIn({ functions }: ProgramModel, { start, end }: Span): Span {
  const content = functions[0]?.content;
  return content ? located(content, { start, end }) : { start, end };
}

function ofParameter({ span }: Parameter, call: string, input: RuleInput): RuleFinding {
  const { model, textOf } = input;
  const place = locatedIn(model, span);
  return told(place, textOf(place), [], call, input, fixes(call, input));
}

function ofRegister({ span, calls }: RegisterArgument, call: string, input: RuleInput): RuleFinding {
  return told(span, input.textOf(span), calls, call, input, []);
}

function told(
  span: RuleFinding['span'],
  text: string,
  calls: RegisterArgument['calls'],
  call: string,
  { model: { program } }: RuleInput,
  fixes: readonly Fix[],
): RuleFinding {
  const spec = program.match?.spec;
  const name = spec ? nameProgram(program, spec) : '';
  return {
    span,
    what: `\`${excerpt(text)}\` is no argument of \`${call}\` in ${name}`,
    advice:
      'The function has one parameter, a pointer to the registers of the caller: ' +
      `with \`ksyscall/${call}\` \`BPF_KSYSCALL\` reads the arguments behind it.`,
    doubt: 'accepted',
    related: spec ? relatedTo({ program, spec, calls }) : [],
    fixes,
    program: program.name,
  };
}

/** `SEC("kprobe/__x64_sys_close") int BPF_KPROBE(f, int fd)` becomes `SEC("ksyscall/close") int BPF_KSYSCALL(f, int fd)`. */
function fixes(call: string, { model, facts, settings }: RuleInput): readonly Fix[] {
  const { program, functions } = model;
  const own = functions[0];
  const isKnown = facts.match(`ksyscall/${call}`, settings.loader)?.understood ?? false;
  if (program.match?.row.pattern !== 'kprobe' || !own?.node.wrapperSpan || !isKnown) return [];
  const text = `"${program.match.optional ? '?' : ''}ksyscall/${call}"`;
  return [
    {
      title: `Probe the system call with ksyscall/${call} and BPF_KSYSCALL`,
      safe: false,
      edits: [
        { span: program.section.nameSpan, text },
        { span: locatedIn(model, own.node.wrapperSpan), text: 'BPF_KSYSCALL' },
      ],
    },
  ];
}
