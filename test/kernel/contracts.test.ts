/**
 * The table of what helpers take and give, claim by claim: against what was measured on every kernel, and against what the
 * running one says when it is asked anew.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProgramSpec } from '../../server/src/core/kernel/sections.js';
import { facts } from '../core/support/engine.js';
import { offsetsOf } from './support/cells.js';
import { disagreements, isWhole, type Answer } from './support/claims.js';
import {
  answersOf,
  askRunningKernel,
  measuredContracts,
  type MeasuredContracts,
} from './support/measured-contracts.js';
import { cannotLoad } from './support/prober.js';

const { contracts, kernels } = facts;
const restricted = 'cannot call GPL-restricted function from non-GPL compatible program';

/** A section of the measurement, some with a target behind the slash. */
function programOf(section: string): ProgramSpec {
  const program = facts.program(section) ?? facts.program(section.slice(0, section.lastIndexOf('/')));
  assert.ok(program, section);
  return program;
}

for (const measured of measuredContracts()) {
  test(`the table says what ${measured.file} says, and nothing else`, () => {
    assert.deepEqual(differences(measured), []);
    const asked = new Set(answersOf(measured).map(({ helper }) => helper));
    for (let helper = 1; helper < 300; helper++)
      for (const program of facts.programs)
        if (!asked.has(helper))
          assert.equal(contracts.contract(helper, program, measured.release), null, `${helper}`);
  });
}

test('the table has each measured kernel', () => {
  assert.deepEqual(
    measuredContracts()
      .map(({ release }) => release)
      .sort(),
    [...kernels].sort(),
  );
});

test('the table says what the running kernel says', (t) => {
  const measured = askRunningKernel();
  if (!measured || !kernels.includes(measured.release)) {
    t.skip(cannotLoad);
    return;
  }
  // Another machine may lack the functions whose arguments were handed on.
  const found = differences(measured, isWhole);
  t.diagnostic(`${answersOf(measured).length} contracts compared on ${measured.release}`);
  assert.ok(answersOf(measured).length > 500);
  assert.deepEqual(found, []);
});

function differences(
  measured: MeasuredContracts,
  isTold: (answer: Answer) => boolean = () => true,
): readonly string[] {
  const answers = answersOf(measured).filter(({ answer }) => isTold(answer));
  return [
    ...answers.flatMap(({ section, helper, answer }) =>
      differencesOf(measured.release, section, helper, answer).map(
        (each) => `${section}, helper ${helper}: ${each}`,
      ),
    ),
    ...differencesAround(measured),
  ];
}

function differencesOf(release: string, section: string, helper: number, answer: Answer): readonly string[] {
  const contract = contracts.contract(helper, programOf(section), release);
  if (!contract) return ['the table has no contract'];
  const { unlicensed } = answer;
  const isHidden = unlicensed !== undefined && unlicensed !== restricted;
  if (isHidden && contracts.licenceRefusal(programOf(section), release) !== unlicensed) return [unlicensed];
  if (!isHidden && contracts.gplRefusal(helper, programOf(section), release) !== (unlicensed ?? null))
    return ['licence'];
  return disagreements(contract, answer);
}

/** What is said of the packet after the call, and of a call while a lock is held. */
function differencesAround({ release, programs }: MeasuredContracts): readonly string[] {
  return Object.entries(programs).flatMap(([section, { packetAfter, locked }]) => [
    ...each(packetAfter).flatMap(([said, helper]) =>
      contracts.movesPacket(helper, release) === (said !== 'ok')
        ? []
        : [`${section}: ${helper} and the packet`],
    ),
    ...each(locked).flatMap(([said, helper]) => {
      if (said.includes('cannot use bpf_spin_lock') || said.startsWith('unknown func')) return [];
      const refusal = contracts.lockRefusal(helper, release);
      const own = said.startsWith('function calls are not allowed') ? said : null;
      return refusal === own ? [] : [`${section}: ${helper} under a lock`];
    }),
  ]);
}

function each(bySentence: Readonly<Record<string, string>>): readonly (readonly [string, number])[] {
  return Object.entries(bySentence).flatMap(([said, ids]) => offsetsOf(ids).map((id) => [said, id] as const));
}
