/** Exports the test that stands for the file being loaded (test/_support/suite.ts). Every file loads a copy of its own. */
export default globalThis[Symbol.for('open-commitments.file')]
