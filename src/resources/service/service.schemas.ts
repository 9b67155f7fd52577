import Type from 'typebox'
import { codes, integer, list, record, refTo, text } from '../../schema/scalars.ts'

export const Health = record({
  status: codes(['ok']),
  apiVersion: text(20),
  engine: codes(['postgres', 'embedded'])
}, { $id: 'Health', description: 'The service answers and its database does too', examples: [{ status: 'ok', apiVersion: '0.1.0', engine: 'embedded' }] })

export const ProblemPageItem = record({
  code: text(60),
  type: Type.String({ format: 'uri', maxLength: 2000 }),
  status: integer(400, 599),
  title: text(200),
  help: text(2000)
}, { $id: 'ProblemPage', description: 'A refusal and what to do about it', examples: [{ code: 'not-found', type: 'http://127.0.0.1:3000/problems/not-found', status: 404, title: 'There is nothing here', help: 'Check the address.' }] })

export const ProblemPages = record({ items: list(refTo(ProblemPageItem), 200) }, {
  $id: 'ProblemPages', description: 'Every refusal of this API', examples: [{ items: [] }]
})

const address = () => Type.String({ format: 'uri', maxLength: 2000 })

export const Home = record({
  commitments: address(),
  actionPlans: address(),
  members: address(),
  codeLists: address(),
  documentation: address(),
  contract: address(),
  problems: address(),
  safety: address()
}, {
  $id: 'Home',
  description: 'Addresses to start from',
  examples: [{
    commitments: 'http://127.0.0.1:3000/v1/commitments',
    actionPlans: 'http://127.0.0.1:3000/v1/action-plans',
    members: 'http://127.0.0.1:3000/v1/members',
    codeLists: 'http://127.0.0.1:3000/v1/code-lists',
    documentation: 'http://127.0.0.1:3000/docs',
    contract: 'http://127.0.0.1:3000/v1/openapi.json',
    problems: 'http://127.0.0.1:3000/problems',
    safety: 'http://127.0.0.1:3000/safety'
  }]
})
