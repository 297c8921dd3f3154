/** Compiles and loads on the machine that the server runs on, when a client asks for it. */
import { isAbsolute, dirname } from 'node:path';
import type { Consent, KernelChoice, KernelRun } from '../host/verifier/kernel-run.js';
import { releaseOf } from '../host/verifier/image.js';
import { Machines } from '../host/verifier/machines.js';
import { isHostName } from '../host/verifier/remote.js';
import { explainRuns } from '../host/verifier/told.js';
import { verifyOn } from '../host/verifier/verify.js';
import type { ProjectFiles } from '../host/project-files.js';
import { repositoryRoot } from '../host/project-root.js';
import type { HostFailure, HostVerified, HostVerifyRequest, VerifierHost } from './host.js';
import { fileOf, rootOf } from './node-headers.js';

/** `root` is the package's, `files` what was read of projects. */
export function nodeVerifier(root: string, files: ProjectFiles): VerifierHost {
  const machines = new Machines();
  process.on('exit', () => machines.endAll());
  return { verify: (request) => verify(request, root, files, machines) };
}

async function verify(
  request: HostVerifyRequest,
  root: string,
  files: ProjectFiles,
  machines: Machines,
): Promise<HostVerified | HostFailure> {
  const path = fileOf(request.uri);
  if (process.platform !== 'linux') return fail('programs can be loaded on Linux only');
  if (path === null) return fail('is no file of this machine');
  const kernels = await kernelsOf(request.kernels);
  if (typeof kernels === 'string') return fail(kernels);
  const { clang, qemu, program, includePaths, text, messages, sectionOf, signal } = request;
  for (const [name, tool] of Object.entries({ clang, qemu }))
    if (tool !== null && !isAbsolute(tool)) return fail(`the path of ${name} is not absolute: ${tool}`);
  const folders = request.folders.flatMap((folder) => fileOf(folder) ?? []);
  const projects = [...folders, repositoryRoot(dirname(path)) ?? dirname(path)];
  const { flags } = files.buildOf(path, rootOf(path, folders));
  const result = await verifyOn({
    ...{ root, clang, qemu, kernels, machines, program, sectionOf, signal },
    input: { kind: 'source', path, flags, includePaths },
    avoid: projects.filter((folder) => folder !== '/'),
    consents: (({ text: question }) => request.consents(question)) satisfies Consent,
    onKernel: (kernel) => request.progress(progressOf(kernel)),
  });
  if ('failure' in result) return fail(result.failure, result.clang);
  const told = explainRuns(result.runs, { messages, sources: [{ path, text }], object: result.object });
  const programsOf = (run: KernelRun): HostVerified['runs'][number]['programs'] =>
    told.find((each) => each.run === run)?.programs ?? [];
  const runs = result.runs.map((run) => ({
    release: run.release,
    failure: run.failure,
    remedy: run.remedy,
    programs: programsOf(run),
  }));
  return { path, leftOut: result.leftOut, runs };
}

function progressOf(kernel: KernelChoice): string {
  if (kernel.kind === 'host') return 'loading';
  return kernel.kind === 'image' ? `on ${kernel.release} in QEMU` : `on ${kernel.host}`;
}

function fail(failure: string, compiler = ''): HostFailure {
  return { failure, compiler };
}

/** As the settings of the machine name them; a string says which one cannot be used. */
async function kernelsOf(names: readonly string[]): Promise<readonly KernelChoice[] | string> {
  const kernels: KernelChoice[] = [];
  for (const name of names) {
    const host = /^ssh:(.*)$/s.exec(name)?.[1];
    if (name === 'host') kernels.push({ kind: 'host' });
    else if (host !== undefined && isHostName(host)) kernels.push({ kind: 'ssh', host });
    else if (!isAbsolute(name))
      return `"${name}" names no kernel: host, ssh:HOST, or the absolute path of an image`;
    else {
      const image = await releaseOf(name);
      if ('unreadable' in image) return `${name} ${image.unreadable}`;
      kernels.push({ kind: 'image', path: name, release: image.release });
    }
  }
  return kernels;
}
