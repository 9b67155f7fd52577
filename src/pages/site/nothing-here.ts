import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { ProblemError } from '../../errors.ts'
import { errorHandler } from '../../http/error-handler.ts'
import { pathOf } from '../../http/methods.ts'
import { languageOf } from '../home.ts'
import { LANGUAGES, type Language } from './language.ts'
import { pageOf } from './layout.tsx'
import { notFoundPage } from './not-found.page.tsx'

/** Addresses that are for programs, whoever asks. */
const PROGRAMS = /^\/(v1|log|health)(\/|$)/

/** Who reads pages gets one where there is nothing, in the language of the address or else their own; programs get the problem. */
export function pageErrorHandler (config: Config) {
  const refuse = errorHandler(config.publicUrl)
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = pathOf(request)
    // An id that no id can be names nothing either.
    const isNothing = error.validationContext === 'params' || (error instanceof ProblemError && error.code === 'not-found')
    const isPage = isNothing && request.headers.accept?.includes('text/html') === true && !PROGRAMS.test(path)
    if (!isPage) return refuse(error, request, reply)
    const first = path.split('/')[1] as Language
    const language = LANGUAGES.includes(first) ? first : languageOf(request)
    return reply.code(404).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(pageOf(config, notFoundPage(language, error instanceof ProblemError ? error.message : undefined)))
  }
}
