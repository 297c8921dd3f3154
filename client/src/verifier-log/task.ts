/**
 * The task type `ebpf-verifier`: runs a command that loads programs, and pipes what it prints through the command
 * line's `explain-log`, whose lines the problem matcher `$ebpf-verifier` reads. The user starts it; nothing else does.
 */
import { ShellExecution, Task, tasks, TaskScope, type Disposable, type TaskDefinition } from 'vscode';

interface VerifierTask extends TaskDefinition {
  readonly command: string;
  readonly sources?: readonly string[];
  readonly object?: string;
}

/** Nothing is offered of itself: what loads a project's programs only its author knows. */
export function registerVerifierTask(): Disposable {
  return tasks.registerTaskProvider('ebpf-verifier', {
    provideTasks: () => [],
    resolveTask: (task) => resolve(task.definition as VerifierTask, task),
  });
}

function resolve(definition: VerifierTask, { scope, name }: Task): Task {
  const { command, sources = [], object } = definition;
  const options = [
    ...sources.map((source) => ` --source ${quoted(source)}`),
    ...(object === undefined ? [] : [` --object ${quoted(object)}`]),
  ].join('');
  const line = `{ ${command}\n} 2>&1 | ebpf-verdict explain-log --format concise${options} -`;
  return new Task(definition, scope ?? TaskScope.Workspace, name, 'ebpf-verifier', new ShellExecution(line), [
    '$ebpf-verifier',
  ]);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
