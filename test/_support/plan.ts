import { sql } from 'kysely'
import { inTransaction } from '../../src/db/transaction.ts'
import { saveMembers } from '../../src/resources/member/member.service.ts'
import type { CommitmentDocument, PlanDocument } from '../../src/resources/plan-document/plan-document.schemas.ts'
import { MEMBERS } from '../../src/starter/members.ts'
import type { Answer, TestApp } from './app.ts'

/** Plan documents for tests, and ways to see that nothing moved. */

export const uuid = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

type Parts = Partial<Omit<PlanDocument, 'plan'>> & { plan?: Partial<PlanDocument['plan']> }

/** Mexico's plan of this number, as small as a new plan may be, with what is given. */
export function planOf (number: number, { plan = {}, ...rest }: Parts = {}): PlanDocument {
  return { plan: { id: `mexico-${number}`, member: 'mexico', number, title: { en: `Plan ${number}` }, cycleYear: 2023, ...plan }, ...rest }
}

/** A plan that uses everything a document can say. */
export function richPlan (number: number): PlanDocument {
  return planOf(number, {
    plan: {
      title: { es: 'Quinto plan', en: 'Fifth plan', fr: 'Cinquième plan' },
      description: { es: 'Descripción "con comillas" y emoji 🏛️' },
      language: 'es',
      translations: { en: 'human', fr: 'machine' },
      submittedOn: '2023-03-31',
      submittedPrecision: 'quarter',
      submittedText: 'First quarter of 2023',
      startsOn: '2023-06-30',
      startsPrecision: 'month',
      startsText: 'June 2023',
      endsOn: '2025-12-31',
      endsPrecision: 'year',
      endsText: '2025',
      originalEndsOn: '2025-06-30',
      originalEndsPrecision: 'day',
      originalEndsText: null,
      termYears: 2.5,
      lifecycle: 'in_implementation',
      eraOverride: '2020',
      participationInDevelopment: 'involve',
      participationInImplementation: 'inform',
      developmentOpenness: 'by_invitation',
      url: 'https://example.org/plan',
      publishedCounts: { commitments: 3, source: { url: 'https://example.org/plan', title: { en: 'Plan' } } },
      externalRefs: [{ source: 'desk', id: `plan/${number}` }]
    },
    institutions: [
      { id: `mexico-ministry-${number}`, name: { es: 'Secretaría', en: 'Ministry' }, shortName: { es: 'SEC' }, kind: 'government', member: 'mexico', url: 'https://example.org', externalRefs: [{ source: 'desk', id: `inst/${number}` }] }
    ],
    commitments: [{
      id: uuid(number * 1000 + 1),
      code: `MX${String(number * 10).padStart(4, '0')}`,
      number: '1.10',
      title: { es: 'Compromiso', en: 'Commitment' },
      shortTitle: { es: 'C1' },
      description: { es: 'D' },
      problem: { es: 'P' },
      causes: { es: 'Causas' },
      statusQuo: { es: 'Hoy' },
      proposedSolution: { es: 'S' },
      expectedResults: { es: 'R' },
      language: 'es',
      translations: { en: 'human' },
      values: ['technology_and_innovation', 'access_to_information'],
      policyAreas: ['fiscal-openness', 'civic-space'],
      grandChallenges: ['managing_public_resources'],
      sdgs: [16, 5],
      budget: { amount: 1000000.5, currency: 'MXN', text: { es: 'Un millón' } },
      cluster: 'A',
      startsOn: '2023-06-01',
      startsPrecision: 'day',
      startsText: null,
      endsOn: '2024-12-31',
      endsPrecision: 'day',
      endsText: null,
      lifecycle: 'inactive',
      lifecycleReason: 'dropped',
      stakeholders: [{ institution: `mexico-ministry-${number}`, role: 'lead' }, { institution: 'article-19', role: 'monitoring' }],
      externalRefs: [{ source: 'desk', id: `c/${number}/1` }, { source: 'other', id: 'x:1' }],
      milestones: [{
        id: uuid(number * 1000 + 11),
        number: '1',
        title: { es: 'Hito' },
        expectedOutput: { es: 'Producto' },
        startsOn: null,
        startsPrecision: 'unknown',
        startsText: null,
        dueOn: '2024-11-30',
        duePrecision: 'day',
        dueText: 'End of November',
        weight: 33.33,
        lifecycle: 'active',
        stakeholders: [{ institution: `mexico-ministry-${number}`, role: 'supporting' }],
        externalRefs: [{ source: 'desk', id: `m/${number}/1` }],
        indicators: [
          { id: uuid(number * 1000 + 21), number: '1.1', title: { es: 'Indicador' }, target: { es: '80 %' }, dueOn: null, duePrecision: 'ongoing', dueText: 'Ongoing', externalRefs: [{ source: 'desk', id: `i/${number}/1` }] },
          { id: uuid(number * 1000 + 22), number: '1.2', title: { es: 'Otro' }, target: null, dueOn: '2024-06-30', duePrecision: 'month', dueText: 'June', externalRefs: [] }
        ]
      }, {
        id: uuid(number * 1000 + 12),
        number: '2',
        title: { es: 'Hito 2' },
        dueOn: null,
        duePrecision: 'ongoing',
        dueText: 'Permanente'
      }]
    }, {
      id: uuid(number * 1000 + 2), number: '2', title: { en: 'Second' }, milestones: []
    }]
  })
}

export interface Editing {
  path: (number: number) => string
  create: (document: PlanDocument) => Promise<Answer>
  /** With `*`: whatever stands there. */
  apply: (document: PlanDocument, query?: string) => Promise<Answer>
  dryRun: (document: PlanDocument, query?: string) => Promise<Answer>
  read: (number: number) => Promise<Answer>
}

/** What an editor does, as short calls. */
export function editing ({ get, put }: TestApp, key: string): Editing {
  const at = (document: PlanDocument, query = ''): string => `/v1/action-plans/${document.plan.id}/document${query}`
  return {
    path: number => `/v1/action-plans/mexico-${number}/document`,
    create: document => put(at(document), document, { key, headers: { 'if-none-match': '*' } }),
    apply: (document, query) => put(at(document, query), document, { key, headers: { 'if-match': '*' } }),
    dryRun: (document, query = '') => put(at(document, `?dryRun=true${query}`), document, { key }),
    read: number => get(`/v1/action-plans/mexico-${number}/document`)
  }
}

/** Every row of every table but keys, whose use is noted, as text. */
export async function everything ({ deps }: TestApp): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'api_key' order by 1`.execute(deps.db)
  const contents = []
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(name)} t order by 1`.execute(deps.db)
    contents.push(name, ...rows.map(({ row }) => row))
  }
  return contents.join('\n')
}

export async function revisionCount ({ deps }: TestApp): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from revision`.execute(deps.db)
  return Number(rows[0]?.count)
}

/** A second member, which the starter data does not have. */
export async function addMember ({ deps }: TestApp, id: string): Promise<void> {
  const [mexico] = MEMBERS as [typeof MEMBERS[number]]
  const context = { actor: { role: 'registrar' as const, institution: null, alias: null }, on: '2026-11-22', at: '2026-11-22T12:00:00.000Z' }
  await inTransaction(deps.db, tx => saveMembers(tx, context, [{ ...mexico, id, name: { en: id }, statusEvents: [], status: 'active', codePrefixes: [], externalRefs: [] }]))
}

/** The commitments of a document that a GET gave. */
export const commitmentsOf = (answer: Answer): CommitmentDocument[] => (answer.json as PlanDocument).commitments as CommitmentDocument[]

interface ReportedChange { op: string, type: string, id: string | null, code: string | null, pointer: string | null, fields: { field: string, from: unknown, to: unknown }[] }

/** `op type pointer` of each change but those of institutions. */
export const opsOf = ({ json }: Answer): string[] => (json.changes as ReportedChange[])
  .filter(({ type }) => type !== 'institution').map(({ op, type, pointer }) => `${op} ${type} ${pointer ?? '-'}`)

/** Field -> [from, to], of all changes. */
export const fieldsOf = ({ json }: Answer): Record<string, [unknown, unknown]> => Object.fromEntries((json.changes as ReportedChange[])
  .flatMap(({ fields }) => fields).map(({ field, from, to }) => [field, [from, to]]))

/** `code pointer` of every error, sorted. */
export const errorsOf = ({ json }: Answer): string[] => (json.errors as { code: string, pointer: string }[]).map(({ code, pointer }) => `${code} ${pointer}`).sort()
