import assert from 'node:assert/strict'
import { z } from 'zod'
import type { Answer } from './server.ts'

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]
interface Header {
  readonly required?: boolean
  readonly schema: JsonSchema
}
interface Response {
  readonly description: string
  readonly headers?: Readonly<Record<string, Header>>
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>
}
export interface Operation {
  readonly operationId: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters: readonly {
    readonly name: string
    readonly in: 'path' | 'query'
    readonly required?: boolean
    readonly schema: JsonSchema
  }[]
  readonly requestBody?: {
    readonly required: boolean
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>
  }
  readonly responses: Readonly<Record<string, Response>>
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> }
}

/** What the OpenAPI document promises, and whether an answer keeps it. It knows nothing of the code behind. */
export class Promised {
  readonly #document: Document
  readonly #schemas = new Map<JsonSchema, z.ZodType>()

  constructor(document: unknown) {
    this.#document = document as Document
  }

  /** Every operation as `METHOD path`. */
  get operations(): ReadonlyMap<string, Operation> {
    return new Map(
      Object.entries(this.#document.paths).flatMap(([path, byMethod]) =>
        Object.entries(byMethod).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
      ),
    )
  }

  operation(id: string): Operation {
    const found = [...this.operations.values()].find(({ operationId }) => operationId === id)
    assert.ok(found !== undefined, `the document has no operation ${id}`)
    return found
  }

  /** Does a value have this schema's form? Its issues, none if so. */
  issues(schema: JsonSchema, value: unknown): readonly string[] {
    let parser = this.#schemas.get(schema)
    if (parser === undefined) {
      parser = z.fromJSONSchema(this.#resolved(schema))
      this.#schemas.set(schema, parser)
    }
    const result = parser.safeParse(value)
    return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  }

  /** The answer's status, type, body and headers are among those that the operation promises. */
  assertKept(id: string, answer: Answer): void {
    const { responses } = this.operation(id)
    const response = responses[String(answer.status)]
    assert.ok(response !== undefined, `${id} promises no ${answer.status}: ${answer.text}`)
    for (const [name, { required, schema }] of Object.entries(response.headers ?? {})) {
      const value = answer.headers[name.toLowerCase()]
      if (value === undefined) assert.notEqual(required, true, `${id} ${answer.status} lacks ${name}`)
      else assert.deepEqual(this.issues(schema, value), [], `${id} ${answer.status} ${name}`)
    }
    if (response.content === undefined) {
      assert.equal(answer.text, '', `${id} ${answer.status} promises no body`)
      return
    }
    const type = String(answer.headers['content-type']).split(';', 1)[0] ?? ''
    const promised = response.content[type]
    assert.ok(promised !== undefined, `${id} ${answer.status} promises no ${type}`)
    if (!type.endsWith('json')) return
    assert.deepEqual(this.issues(promised.schema, answer.json), [], `${id} ${answer.status}: ${answer.text}`)
    if (answer.status < 400) return
    const codes = response.description.split(', ')
    assert.ok(codes.includes(String(answer.json['code'])), `${id} promises ${codes.join()}: ${answer.text}`)
  }

  #resolved(schema: JsonSchema): JsonSchema {
    const reference = typeof schema === 'object' && '$ref' in schema ? schema.$ref : undefined
    if (reference === undefined) return schema
    const found = this.#document.components.schemas[reference.replace('#/components/schemas/', '')]
    assert.ok(found !== undefined, `${reference} leads nowhere`)
    return found
  }
}
