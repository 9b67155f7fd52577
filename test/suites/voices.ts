import { runSuite } from '../_support/suite.ts'

await runSuite('voices')
