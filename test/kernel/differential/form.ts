/** Statements that are written in two ways: one in which an execution gets to a read, and one in which none does. */
import { refusedField, someRead, statement, type Way, type World } from './world.js';

/** Each form is written for both; `reaches` says which it shall be. */
export type Form = (world: World, value: string, reaches: boolean) => string;

/** Where the read is not reached it is a refused one, so that a false alarm shows. */
export function form(write: Form): Way {
  return (world) => {
    const reaches = world.random.chance(0.5);
    const field = reaches ? null : refusedField(world);
    const value = field ? `ctx->${field.path}` : someRead(world);
    return value === null ? null : statement(write(world, value, field === null));
  };
}
