/** The reasons for which a finding is no error, a row each. Knows only their words. */

/** What may keep the verifier from refusing, as the end of `Only a warning, because ...`. */
export const reasons = {
  unused: 'the value is not used yet, so the compiler drops this load',
  uncalled: 'the result of the call is not used, so the compiler may drop it',
  folded: 'the compiler may compute the call itself, or drop it',
  expanded: 'newer compilers do without the call',
  settled: 'a test above may leave one number only',
  unreached: 'a constant, a macro or a test above may keep every run from here',
  unneeded:
    'a constant, a macro or a test above may keep every run from here, or its value may not be needed',
  uncompiled: 'a macro that is not defined here decides whether this is compiled',
  unaligned: 'the compiler may split what is not aligned, or take it out of a wider access',
  merged: 'the compiler decides whether it merges them',
  addressed: 'the compiler decides whether it keeps the address in a register',
  harmless: 'no access through it was found that is refused',
  unread: 'the program does not use it',
  retyped: 'the program that loads it may set the type itself',
  attached: 'it may load there',
  woken: 'a loader can make the program sleepable with `bpf_program__set_flags`',
  accepted: 'the program loads',
  rewritten: 'the compiler may turn it into something else',
  cleared: 'a loader may clear it before',
  modular: 'a module that is not loaded may have it',
  older: 'an older libbpf reads it',
  resized: 'the program that loads it may set that itself',
  rounded: 'libbpf rounds it up, as other loaders and its first versions do not',
  overlaid: 'the compiler may give two of them one place',
  shared: 'the call may be about another map',
  between: 'that kernel only stands for a later one, which was not measured',
} as const;

export type Doubt = keyof typeof reasons;
