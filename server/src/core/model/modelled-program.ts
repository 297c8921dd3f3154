/** A program's model together with its place in the text of the day, as plain data. */
import type { ProgramModel } from './model.js';
import type { Placing } from './place.js';
import type { PlacedProgram } from './programs.js';

/** A program's model, with what places it in the text as it is now. */
export interface ModelledProgram {
  readonly model: ProgramModel;
  readonly placed: PlacedProgram;
  readonly place: Placing;
}
