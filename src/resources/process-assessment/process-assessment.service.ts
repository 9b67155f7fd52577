import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { findCodes } from '../code-list/code-list.store.ts'
import { type Part, putPart } from '../report/part.service.ts'
import { lockReport } from '../report/report.service.ts'
import { type Occasion, findOccasion } from '../report/report.store.ts'
import { processFaults } from './process-assessment.rules.ts'
import type { ProcessAssessmentDocument, ProcessAssessmentFacts } from './process-assessment.schemas.ts'
import { processAssessmentFacts } from './process-assessment.select.ts'
import { findProcessAssessmentOf } from './process-assessment.store.ts'

/** What one says where nothing is said. */
const SILENT = { participationInDevelopment: null, participationInImplementation: null, minimumRequirements: {}, actedContraryToProcess: null, triggers: [] }

/** Makes the process assessment of a report that is known to exist what `said` says. */
export async function putProcessAssessment (tx: Tx, context: WriteContext, newId: () => string, report: string, said: ProcessAssessmentDocument, expected: Part<ProcessAssessmentFacts>['expected']) {
  await lockReport(tx, report)
  const occasion = await findOccasion(tx, report) as Occasion
  const wanted = { ...SILENT, ...said, report: occasion.id, plan: occasion.plan }
  const errors = processFaults(wanted, occasion, await findCodes(tx, 'minimum-requirement'), await findCodes(tx, 'process-trigger'))
  const [first] = errors
  if (first !== undefined) throw new ProblemError(first.code, 'The process assessment cannot stand as it is.', { errors })
  return await putPart<ProcessAssessmentFacts>({
    wanted,
    newId,
    find: () => findProcessAssessmentOf(tx, occasion.id),
    expected,
    save: async (facts) => {
      await saveRows(tx, 'process_assessment', [{
        id: facts.id,
        report: facts.report,
        participation_in_development: facts.participationInDevelopment,
        participation_in_implementation: facts.participationInImplementation,
        minimum_requirements: facts.minimumRequirements,
        acted_contrary_to_process: facts.actedContraryToProcess,
        triggers: facts.triggers,
        updated_at: context.at
      }])
      await record(tx, context, 'process-assessment', 'process_assessment', processAssessmentFacts, [facts.id])
    }
  })
}
