import { openApiDocument } from '../../src/admin/index.ts'
import { STATUS_OF } from '../../src/admin/problem.ts'
import { COMMON_CODES, MAX_KEY_BYTES, ROUTES, ROUTE_NAMES, type RouteSpec } from '../../src/admin/routes.ts'

interface Schema {
  readonly type?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly required?: readonly string[]
}
interface Operation {
  readonly parameters: readonly { name: string; in: string; description?: string; schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}

const HEAD = `# REST reference

<!-- Written by \`npm run generate\` from the route table (src/admin/routes.ts, src/admin/schemas.ts): do not edit. -->

The daemon's admin API, by default on \`http://127.0.0.1:7460\`. JSON in and out; the same as OpenAPI at \`/openapi.json\`. Ring ids
are 64 lower-case hex digits, sizes bytes, rates bytes per second, durations milliseconds in fields ending in \`Ms\`.

**Who may call.** From this machine, without an \`Origin\` header, anybody may read what is marked *anonymous*
(\`admin.anonymousReads: false\` turns that off). All else wants \`Authorization: Bearer <token>\`; \`admin.header\` in the data dir is
that line: \`curl -H @"$HOME/.local/share/orbweaver/admin.header" …\`. A token has a scope: read, write, which includes read, or admin,
which includes both; \`orbweaver token create\` makes further ones. Guards run before anything else, in this order: method, Host,
Origin, token and scope, content type, size, rate. [The admin API](../admin.md) says what each of them refuses.

**Names of requests.** Every answer has an \`X-Request-Id\`; the log and the audit log name the request by it.

**Keys** stand in the path, percent-encoded, or in \`?key=\` (text) or \`?key64=\` (base64url) on the same route without the path
part (a watch then is \`/v1/records//watch?key=…\`): URL parsers collapse \`.\` and \`..\` and cannot carry an empty key. A key has at most ${MAX_KEY_BYTES} bytes.

**Errors** are \`application/problem+json\` (RFC 9457): \`{type, title, status, detail, code, hint?, instance}\`. A code has
always the same status; \`instance\` is a URN of the request's id. These can come from any route:`

export function restMarkdown(): string {
  // The document as a reader of JSON sees it; the version is not part of the reference.
  const document = JSON.parse(JSON.stringify(openApiDocument('0'))) as {
    paths: Record<string, Record<string, Operation>>
  }
  const lines = [
    HEAD,
    '',
    '| code | status |',
    '|---|---|',
    ...COMMON_CODES.map((code) => `| \`${code}\` | ${STATUS_OF[code]} |`),
  ]
  for (const [tag, title] of [
    ['health', 'Health'],
    ['overlay', 'The overlay'],
    ['can', 'The space (CAN)'],
    ['records', 'Records'],
    ['files', 'Files'],
    ['daemon', 'The daemon'],
  ] as const) {
    lines.push('', `## ${title}`)
    for (const name of ROUTE_NAMES) {
      const route: RouteSpec = ROUTES[name]
      if (route.tag !== tag) continue
      const operation = document.paths[route.path]?.[route.method.toLowerCase()]
      if (operation !== undefined) lines.push('', ...section(route, operation))
    }
  }
  return `${lines.join('\n')}\n`
}

function section(route: RouteSpec, operation: Operation): string[] {
  const who = route.anonymous ? `anonymous, or scope \`${route.scope}\`` : `scope \`${route.scope}\``
  const lines = [`### \`${route.method} ${route.path}\``, '', route.summary, '', `- Who: ${who}`]
  for (const { name, in: place, description, schema } of operation.parameters) {
    const words = description ?? shape(schema)
    lines.push(
      `- In the ${place}: \`${name}\`${schema.enum === undefined ? '' : ` (${schema.enum.join(', ')})`}: ${words}`,
    )
  }
  if (route.codes.length > 0) {
    lines.push(`- Codes of its own: ${route.codes.map((code) => `\`${code}\` ${STATUS_OF[code]}`).join(', ')}`)
  }
  if (route.takes !== 'json') lines.push('', `Body: bytes of any type, at most ${route.takes.maxBytes}`)
  const body = operation.requestBody?.content['application/json']?.schema
  if (body !== undefined) lines.push('', 'Body:', '', '```', shape(body), '```')
  const content = operation.responses[String(route.success)]?.content ?? {}
  const type = Object.keys(content)[0]
  const answer = type === undefined ? undefined : content[type]
  lines.push('', `Answer: ${route.success}${type === undefined ? ', no body' : `, \`${type}\``}`)
  if (route.headers !== undefined) {
    lines.push('', `With the headers ${route.headers.map((name) => `\`${name}\``).join(', ')}`)
  }
  if (route.content === 'events') lines.push('', 'The data of each event:')
  if ((route.content === 'json' || route.content === 'events') && answer !== undefined) {
    lines.push('', '```', shape(answer.schema), '```')
  }
  return lines
}

/** A schema as one would write an example: fields by name, a question mark after those that can be missing. */
function shape(schema: Schema, indent = ''): string {
  if (schema.anyOf !== undefined) {
    const kinds = schema.anyOf.map((kind) => shape(kind, indent))
    return schema.anyOf.every((kind) => kind.properties !== undefined)
      ? kinds.join(`\n${indent}or\n`)
      : kinds.join(' | ')
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.items !== undefined) return `[${shape(schema.items, indent)}]`
  if (schema.properties === undefined) return schema.type ?? 'any'
  const fields = Object.entries(schema.properties).map(([name, field]) => {
    const optional = schema.required?.includes(name) === true ? '' : '?'
    const words = field.description === undefined ? '' : `  — ${field.description}`
    return `${indent}  ${name}${optional}: ${shape(field, `${indent}  `)}${words}`
  })
  return `{\n${fields.join('\n')}\n${indent}}`
}
