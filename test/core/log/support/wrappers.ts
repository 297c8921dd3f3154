/** What tools, pipelines and people do to a log. Each takes the kernel's text and the program's name. */

type Wrap = (log: string, program: string) => string;

const each = (log: string, line: (text: string, index: number) => string): string =>
  log.split('\n').map(line).join('\n');

const second = (index: number): string => String(index % 60).padStart(2, '0');

const libbpf: Wrap = (log, program) =>
  [
    `libbpf: prog '${program}': BPF program load failed: Permission denied`,
    `libbpf: prog '${program}': -- BEGIN PROG LOAD LOG --`,
    log,
    '-- END PROG LOAD LOG --',
    `libbpf: prog '${program}': failed to load: -13`,
    "libbpf: failed to load object 'prog.bpf.o'",
    'Error: failed to load object file',
    'make: *** [Makefile:31: load] Error 255',
  ].join('\n');

export const wrappers: Readonly<Record<string, Wrap>> = {
  'libbpf and make': libbpf,
  'the debug output of libbpf': (log, program) =>
    `libbpf: loading prog.bpf.o\nlibbpf: elf: section(3) xdp, size 120, link 0, flags 6, type=1\nlibbpf: prog '${program}': relo #0: insn #5 against 'values'\n${libbpf(log, program)}`,
  'old libbpf': (log, program) =>
    `libbpf: load bpf program failed: Permission denied\nlibbpf: -- BEGIN DUMP LOG ---\nlibbpf: \n${log}\n\nlibbpf: -- END LOG --\nlibbpf: failed to load program '${program}'`,
  veristat: (log, program) =>
    `PROCESSING prog.bpf.o/${program}, DURATION US: 212, VERDICT: failure, VERIFIER LOG:\n${log}\n\nProcessing 'prog.bpf.o'...\n`,
  tc: (log) =>
    `\nProg section 'classifier' rejected: Permission denied (13)!\n - Type:         3\n - Instructions: 12 (0 over limit)\n - License:      GPL\n\nVerifier analysis:\n\n${log}\n\nError fetching program/map!\nUnable to load program\n`,
  'cilium/ebpf with %+v': (log, program) =>
    `2026/11/30 12:00:01 loading objects: field Prog: program ${program}: load program: permission denied:\n${each(log, (text) => `\t${text}`)}\nexit status 1`,
  Aya: (log) =>
    `Error: the BPF_PROG_LOAD syscall returned Permission denied (os error 13). Verifier output: ${log}\n\nCaused by:\n    Permission denied (os error 13)`,
  'the debug output of Rust': (log) =>
    `Error: LoadError { name: "f", io_error: Os { code: 13 }, verifier_log: "Verifier output: ${log.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\t', '\\t').replaceAll('\n', '\\n')}" }`,
  bcc: (log) =>
    `bpf: Failed to load program: Permission denied\n${log}\n\nHINT: The 'map_value_or_null' message is usually about a missing test.\n\nTraceback (most recent call last):\n  File "tool.py", line 41, in <module>\n    b.attach()\nException: Failed to load BPF program b'f': Permission denied`,
  'the timestamps of GitHub': (log, program) =>
    each(libbpf(log, program), (text, index) => `2026-11-30T12:00:${second(index)}.1234567Z ${text}`),
  'gh run view': (log, program) =>
    each(
      libbpf(log, program),
      (text, index) => `build\tLoad it\t2026-11-30T12:00:${second(index)}.1234567Z ${text}`,
    ),
  'colours and repeated prefixes': (log) =>
    each(
      log,
      (text, index) =>
        `\u001b[36m[12:00:${second(index)}]\u001b[0m \u001b[1mload\u001b[0m | \u001b[32m${text}\u001b[0m`,
    ),
  'docker compose, with another service between': (log) =>
    each(
      log,
      (text, index) =>
        `loader_1  | ${text}${index % 3 === 0 ? `\ndb_1      | 12:0${index % 10} checkpoint complete` : ''}`,
    ),
  'container logs': (log) =>
    each(log, (text, index) => `2026-11-30T12:00:${second(index)}.123456789+00:00 stderr F ${text}`),
  'the journal': (log) => each(log, (text) => `Nov 30 12:00:01 host7 agent[4711]: ${text}`),
  'a kernel ring buffer': (log) => each(log, (text, index) => `[   12.${100000 + index}] ${text}`),
  'JSON records': (log) =>
    each(log, (text) => JSON.stringify({ level: 'error', ts: 1.5, msg: text }).replaceAll('>', '\\u003e')),
  logfmt: (log) =>
    each(
      log,
      (text) =>
        `time="2026-11-30T12:00:01Z" level=error msg="${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
    ),
  'a quoted mail': (log) => each(log, (text) => `> ${text}`),
  'a twice quoted mail with a line above': (log) =>
    `On Monday somebody wrote:\n${each(log, (text) => `>> ${text}`)}`,
  'line ends of Windows and a byte order mark': (log) => `\uFEFF${log.replaceAll('\n', '\r\n')}`,
  HTML: (log) =>
    log.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  'a code block that is indented': (log) =>
    `Loading fails:\n\n${each(log, (text) => `    ${text}`)}\n\nWhat is wrong?\n`,
  'a missing line end before the statistics': (log) => log.replace(/\n(?=verification time|processed )/, ''),
  'empty lines taken out': (log) => log.replace(/\n{2,}/g, '\n'),
  'empty lines put in': (log) => log.replaceAll('\n', '\n\n'),
  'bytes skipped at the begin': (log) => `Skipped 4096 bytes\n${log}`,
};
