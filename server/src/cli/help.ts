/** What `--help` says, for the program and for each command. */
import type { CommandName } from './arguments.js';

const overview = `eBPF Verdict: what the Linux BPF verifier will say about your BPF C.

Usage: ebpf-verdict <command> [options]

Commands:
  check [paths...]      lint files and folders (default: this folder)
  fields <section>      which context fields may be read and written in a section
  explain <name>        a rule's page, or what is known of a section, program type or attach type
  explain-log [LOG]     a verifier log: what was refused, at which line, and why
  verify <FILE>         compile and load it, attach nothing: the running kernel's own verdict, explained
  rules                 every rule: id, default severity, fixable, one line
  debug ir <file>       what the analysis makes of each function, for whoever works on it
  lsp --stdio           the language server, for any editor

Options:
  -h, --help            this text; after a command, that command's options
  -V, --version         the version
`;

const common = `  --kernel VERSION      target kernel: 6.1, 5.10..6.12, or host for the running one
  --btf FILE            the types of a kernel that programs must load on, as /sys/kernel/btf/vmlinux has them;
                        with --kernel host the running one's are read
  --loader NAME         who loads the programs: libbpf or cilium; guessed from go.mod, bpf2go, Cargo.toml
                        or a makefile where nothing says it
  --config FILE         this configuration instead of the nearest ebpf-verdict.jsonc
  --no-config           no configuration file at all
  -I, --include-path DIR
                        look up headers in DIR, too (repeatable)
`;

const check = `Usage: ebpf-verdict check [options] [paths...]

Lints files and folders. In folders: every .bpf.c, and any .c or .h that turns out to be BPF C.

Output:
  --format NAME         pretty (default), concise, json, sarif or github
  -o, --output FILE     write the report to FILE instead of standard output
  --quiet               errors only
  --min-severity LEVEL  show error, warning, information or hint, and what is more severe
  --hints               show hints, too; json, sarif and github hold them in any case
  --timing              say on standard error where the time went

Fixes:
  --fix                 apply the fixes that keep the program's meaning
  --unsafe-fixes        with --fix or --diff: those that may change it, too
  --diff                show what --fix would change, and change nothing

Input:
  --stdin               check standard input; with --fix, print the fixed text and report on standard error
  --stdin-filename NAME the name that standard input goes by (implies --stdin)

What counts:
  --rule ID=SEVERITY    off, error, warning, information or hint (repeatable)
  --max-warnings N      fail when there are more than N warnings
  --print-config FILE   show the configuration in force for FILE as JSON, and stop
${common}
Flags win over the configuration file, which wins over the defaults.
Exit code: 0 no findings that count; 1 errors, or too many warnings; 2 usage or configuration, output that could not be
written, or input that could not be read or judged.
`;

const fields = `Usage: ebpf-verdict fields [options] <section>

Shows which bytes of its context a program in SEC("<section>") may read and write. "fields" is null in JSON where
nothing was measured, because the arguments depend on the target: fentry, tp_btf, lsm, struct_ops and such.

  --format NAME         pretty (default on a terminal) or json (default elsewhere)
${common}`;

const explain = `Usage: ebpf-verdict explain [options] <name>

Of a rule (ctx-field-read), shows its page: what it finds, why the kernel objects, how to fix it, when to switch it
off. Of a section (cgroup/post_bind6, fentry/tcp_connect), a program type (BPF_PROG_TYPE_TRACING), an attach type
(BPF_TRACE_FENTRY) or a context (bpf_sock), shows when it runs, its context, whether it is BTF-enabled and why, and
what it may return.

${common}`;

const explainLog = `Usage: ebpf-verdict explain-log [options] [LOG|-]

Explains a log of the kernel's verifier, as it was printed: by libbpf, bpftool, veristat, tc, cilium/ebpf, Aya or bcc,
with or without the prefixes of a CI system. Reads standard input where no file is named. Executes nothing, and needs
no kernel.

  --source FILE         look up the log's lines in FILE (repeatable); kernels before 6.7 name no lines themselves
  --object FILE         the compiled object: its line table (.BTF.ext) tells lines and columns exactly
  --format NAME         pretty (default), concise, json, sarif or github

Exit code: 0 every program in the log was accepted; 1 one was refused; 2 usage, or no verifier log in the input.
`;

const verify = `Usage: ebpf-verdict verify [options] FILE.bpf.c|OBJECT.o

Compiles the source with your clang and loads each program by itself into the running kernel, with your libbpf. Nothing
is attached, pinned or run, and nothing is left behind. Loading takes root, or CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN.
Into other kernels it loads in QEMU, each booted without a network, which takes no rights, or on a host over ssh.
Of a build's flags (compile_commands.json, compile_flags.txt, .clangd) include folders, macros and a few that are known
to be harmless are passed on; the others are named.

  --program NAME        this program only
  --format NAME         pretty (default), concise, json, sarif or github
  --summary FILE        append a Markdown table to FILE, as for $GITHUB_STEP_SUMMARY
  --kernel-image FILE   boot this kernel (vmlinuz, x86-64) and load into it (repeatable)
  --kernel VERSION      a version or range, 5.10..7.3: those of the images, or of kernels that Debian has; ssh:HOST for
                        that of a machine which ssh reaches without a password; host for the running kernel, which
                        is the default for a source where there are no images
  --fetch               fetch images that are not at hand with apt-get, and name them with their SHA-256; they are kept
  --clang PATH|NAME     this clang instead of the first one on PATH; a NAME (clang-16) is looked up on PATH
  -I, --include-path DIR
                        look up headers in DIR first (repeatable)
  --config FILE         this configuration instead of the nearest ebpf-verdict.jsonc
  --no-config           no configuration file at all
  --yes                 load also where the maps take more than 64 MB
  --allow-panic-on-warn load also where a warning of the kernel would stop the machine

A verdict holds for this very kernel, with its configuration and patches. "not tried" means that the verifier was not
asked: a right or a target is missing.
Exit code: 0 every program was accepted; 1 one was refused; 2 usage, what could not be compiled, or was not tried.
`;

const rules = `Usage: ebpf-verdict rules [options]

Lists every rule.

  --format NAME         pretty (default) or json
`;

const debug = `Usage: ebpf-verdict debug ir [options] <file>
       ebpf-verdict debug witness [options] <file>[:<line>]

ir shows each function of a file as the analysis sees it: blocks of instructions with explicit widths. witness shows
the runs that were found for findings about memory: what comes from outside, and the tests on the way. The form is for
their developers and may change at any time.

  --function NAME       this function only, which may stand in a header
${common}`;

const lsp = `Usage: ebpf-verdict lsp --stdio

Runs the language server over standard input and output. It is configured by ebpf-verdict.jsonc and by the editor.
`;

const commands: Readonly<Record<CommandName, string>> = {
  check,
  fields,
  explain,
  'explain-log': explainLog,
  verify,
  rules,
  debug,
  lsp,
};

/** The help of a command, or of the whole program for null. */
export function helpText(about: CommandName | null): string {
  return about === null ? overview : commands[about];
}
