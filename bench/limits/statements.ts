/**
 * Statements of the limits: one for each row, as fast as PostgreSQL gives the same facts from the same tables. They
 * build the JSON of the whole answer, so that nothing is parsed on the way.
 */

const COMMITMENT = `'id', c.id, 'plan', c.plan, 'code', c.code, 'number', c.number, 'title', c.title, 'shortTitle', c.short_title,
  'description', c.description, 'problem', c.problem, 'causes', c.causes, 'statusQuo', c.status_quo,
  'proposedSolution', c.proposed_solution, 'expectedResults', c.expected_results, 'language', c.language, 'translations', c.translations,
  'values', c.ogp_values, 'policyAreas', s.policy_areas, 'grandChallenges', c.grand_challenges, 'sdgs', c.sdgs, 'budget', c.budget,
  'cluster', c.cluster, 'startsOn', c.starts_on, 'startsPrecision', c.starts_precision, 'startsText', c.starts_text,
  'endsOn', c.ends_on, 'endsPrecision', c.ends_precision, 'endsText', c.ends_text, 'lifecycle', c.lifecycle,
  'lifecycleReason', c.lifecycle_reason, 'revision', c.revision, 'updatedAt', c.updated_at,
  'stakeholders', (select coalesce(json_agg(json_build_object('institution', institution, 'role', role) order by position), '[]')
    from commitment_stakeholder where commitment = c.id),
  'status', json_build_object('government', s.government, 'civilSociety', s.civil_society, 'irm', s.irm, 'divergence', s.divergence,
    'nextDueOn', s.next_due_on, 'lastReportedOn', s.last_reported_on)`

const MILESTONES = `'milestones', (select coalesce(json_agg(json_build_object('id', m.id, 'commitment', m.commitment, 'number', m.number,
    'title', m.title, 'expectedOutput', m.expected_output, 'startsOn', m.starts_on, 'startsPrecision', m.starts_precision,
    'startsText', m.starts_text, 'dueOn', m.due_on, 'duePrecision', m.due_precision, 'dueText', m.due_text, 'weight', m.weight,
    'lifecycle', m.lifecycle, 'completion', ms.completion, 'revision', m.revision, 'updatedAt', m.updated_at) order by m.position, m.id), '[]')
  from milestone m join milestone_status ms on ms.milestone = m.id where m.commitment = c.id and m.lifecycle <> 'entered_in_error')`

const REVIEWS = `'reviews', (select coalesce(json_agg(json_build_object('id', r.id, 'commitment', r.commitment, 'organisation', r.organisation,
    'alias', r.alias, 'kind', r.kind, 'completion', r.completion, 'endorsement', r.endorsement, 'progressUpdate', r.progress_update,
    'didItOpenGovernment', r.did_it_open_government, 'reviewedOn', r.reviewed_on, 'language', r.language, 'narrative', r.narrative,
    'evidence', r.evidence, 'state', r.state, 'revision', r.revision) order by r.reviewed_on desc, r.id desc), '[]')
  from review r where r.commitment = c.id and r.state in ('published', 'retracted'))`

/** A page in the order of codes; those without one come last. */
const KEY = '(coalesce(s.code, \'~\') collate "C", s.commitment)'
const page = (filters: string, children: string) => `select json_build_object('items', coalesce(json_agg(json_build_object(${COMMITMENT}${children})
    order by coalesce(s.code, '~') collate "C", s.commitment), '[]'))::text as body
  from (select * from commitment_status s where ${filters} and s.lifecycle <> 'entered_in_error'
    order by coalesce(s.code, '~') collate "C", s.commitment limit 50) s join commitment c on c.id = s.commitment`

const EXPORTED = `select c.id, c.plan, c.code, c.number, c.title, c.short_title, c.description, c.problem, c.causes, c.status_quo, c.proposed_solution,
  c.expected_results, c.language, c.translations, to_json(c.ogp_values) as values, to_json(s.policy_areas) as policy_areas,
  to_json(c.grand_challenges) as grand_challenges, to_json(c.sdgs) as sdgs, c.budget, c.cluster, c.starts_on, c.starts_precision, c.starts_text,
  c.ends_on, c.ends_precision, c.ends_text, c.lifecycle, c.lifecycle_reason,
  (select coalesce(json_agg(json_build_object('institution', institution, 'role', role) order by position), '[]')
    from commitment_stakeholder where commitment = c.id) as stakeholders, c.revision, c.updated_at,
  json_build_object('government', s.government, 'civilSociety', s.civil_society, 'irm', s.irm, 'divergence', s.divergence,
    'nextDueOn', s.next_due_on, 'lastReportedOn', s.last_reported_on) as status
  from commitment c join commitment_status s on s.commitment = c.id where c.lifecycle <> 'entered_in_error' order by c.id`

/** Statements that psql copies with, for the rows that export. */
export const COPIES = {
  csv: `copy (${EXPORTED}) to stdout with (format csv, header)`,
  ndjson: `copy (select row_to_json(x) from (${EXPORTED}) x) to stdout`
}

/** By path of the limit server; values are the parameters of the request in their order. */
export const STATEMENTS: Record<string, string> = {
  one: `select json_build_object(${COMMITMENT}, ${MILESTONES}, ${REVIEWS})::text as body
    from commitment c join commitment_status s on s.commitment = c.id where c.id = $1::uuid`,
  nested: page(
    `s.region = $1 and s.cycle_year = $2::integer and ${KEY} > ($3::text collate "C", $4::uuid)`, `, ${MILESTONES}`
  ),
  list: page(`s.member = $1 and ${KEY} > ($2::text collate "C", $3::uuid)`, ''),
  search: `select json_build_object('items', coalesce(json_agg(hit), '[]'))::text as body from (
    select d.commitment as id, s.code, s.plan, s.member, s.cycle_year as "cycleYear", s.title, s.lifecycle,
      s.government_completion as "governmentCompletion", s.irm_completion as "irmCompletion", ts_rank(d.document, q) as score
    from bench.document d join commitment_status s on s.commitment = d.commitment, plainto_tsquery('english', $1) q
    where d.document @@ q and s.region = $2 order by score desc, id limit 20) hit`,
  completion: `select json_build_object('rows', json_agg(cell))::text as body from (
    select member, area as "policyArea", voice, outcome, count(*) as count from commitment_status s
    cross join unnest(s.policy_areas) area cross join lateral (
      select 'government' as voice, s.government_completion as outcome union all select 'irm', s.irm_completion
      union all select 'civilSociety', completion from unnest(s.civil_society_completions) completion) said
    where lifecycle <> 'entered_in_error' group by 1, 2, 3, 4) cell`,
  review: `insert into bench.review (id, commitment, organisation, kind, completion, reviewed_on, language, narrative, evidence, state)
    values (gen_random_uuid(), $1::uuid, $2, 'progress', 'limited', '2025-06-30', 'en', $3::jsonb, $4::jsonb, 'published') returning row_to_json(review)::text as body`
}

/** Tables of the limits alone: they need nothing that the service made, and leave its tables as they are. */
export const PREPARATION = [
  'create schema bench',
  `create table bench.document as select id as commitment, to_tsvector('english', concat_ws(' ', code, (select string_agg(value, ' ')
    from (select * from jsonb_each_text(title) union all select * from jsonb_each_text(description)) texts)))  as document from commitment`,
  'create unique index on bench.document (commitment)',
  'create index on bench.document using gin (document)',
  'create table bench.review (like review including all)',
  'alter table bench.review add foreign key (commitment) references commitment (id)',
  'alter table bench.review add foreign key (organisation) references institution (id)',
  'create table bench.revision (review uuid not null, revision integer not null, body jsonb not null, primary key (review, revision))',
  'analyze bench.document'
]
