import Type, { type Static } from 'typebox'
import { langText } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { commitmentParams } from '../../schema/params.ts'
import { Id, Revision, Slug, Timestamp, codes, list, nullable, record, refTo, set } from '../../schema/scalars.ts'

const mark = {
  name: langText(),
  promising: nullable(Type.Boolean({ description: 'Whether the report marks it as promising; null where it does not say' }))
}

const example = { name: { en: 'Transparency of contracts' }, promising: true }

/** A cluster as its commitments show it. */
export type ClusterMark = Static<typeof ClusterMark>
export const ClusterMark = record(mark, {
  $id: 'ClusterMark',
  description: 'Derived: the cluster that the same report puts the commitment in, rated as one with others',
  examples: [example]
})

export type Cluster = Static<typeof Cluster>
export const Cluster = record({ ...mark, commitments: set(Id, 500, { minItems: 1 }) }, {
  $id: 'Cluster',
  description: 'Commitments that a report sees as one',
  examples: [{ ...example, commitments: ['01968f00-0000-7000-8000-000000000081'] }]
})

export const reportClustersFacts = { id: Id, report: Id, plan: Slug, clusters: list(refTo(Cluster), 200) }

export type ReportClustersFacts = Static<typeof ReportClustersFacts>
export const ReportClustersFacts = record(reportClustersFacts)

export type ReportClusters = Static<typeof ReportClusters>
export const ReportClusters = record({ ...reportClustersFacts, revision: Revision, updatedAt: Timestamp }, {
  $id: 'ReportClusters',
  description: 'The clusters of commitments that one report names. A commitment is in one of them at most',
  examples: [{
    id: '01968f00-0000-7000-8000-000000000089', report: '01968f00-0000-7000-8000-000000000084', plan: 'mexico-4', clusters: [{ ...example, commitments: ['01968f00-0000-7000-8000-000000000081'] }], revision: 1, updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

export type ReportClustersDocument = { clusters: (Pick<Cluster, 'name' | 'commitments'> & Partial<Cluster>)[] }
export const ReportClustersDocument = Type.Unsafe<ReportClustersDocument>({
  ...record({
    clusters: list(record({
      name: langText(),
      commitments: set(commitmentParams.properties.commitment, 500, { minItems: 1 }),
      promising: Type.Optional(mark.promising)
    }), 200)
  }),
  $id: 'ReportClustersDocument',
  description: 'All clusters of a report; commitments by id or OGP code',
  examples: [{ clusters: [{ ...example, commitments: ['MX0081', 'MX0082'] }] }]
})

export type ReportClustersQuery = Static<typeof ReportClustersQuery>
export const ReportClustersQuery = record({
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(ReportClusters),
  sort: Type.Optional(codes(['publishedOn', '-publishedOn', 'updatedAt', '-updatedAt'], { default: '-publishedOn', description: 'publishedOn is that of the report' })),
  member: anyOf(Slug, 'Member'),
  plan: anyOf(Slug, 'Action plan'),
  promising: Type.Optional(Type.Boolean({ description: 'Whether a cluster of the report is promising' }))
})
