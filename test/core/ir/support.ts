/** Listings of C: the tests of the lowering read as what goes in and what comes out. */
import assert from 'node:assert/strict';
import type { IrUnit } from '../../../server/src/core/ir/ir.js';
import { printFunction } from '../../../server/src/core/ir/print.js';
import { irBuilder } from '../../../server/src/core/ir/unit.js';
import { collectSymbols } from '../../../server/src/core/model/symbols.js';
import { facts } from '../support/engine.js';
import { parse, syntax } from '../syntax/load.js';

const build = irBuilder(facts, (text) => syntax.parseStatements(text));

/** The functions and objects of a text. */
export function unitOf(text: string): IrUnit {
  const file = parse(text);
  return build(file, collectSymbols([file]));
}

/** The listing of a function of a text; the one called `f` if none is named. */
export function listing(text: string, name = 'f'): string {
  const fn = unitOf(text).function(name);
  assert.ok(fn, `there is no function ${name} in: ${text}`);
  return printFunction(fn);
}
