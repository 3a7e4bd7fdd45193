import { OrbError } from '../base/index.ts'

/** An event as it was read: `data` may have several lines. */
export interface ReadEvent {
  readonly name: string
  readonly id: string | undefined
  readonly data: string
}

/**
 * Server-sent events (WHATWG HTML §9.2.6) out of bytes: fields of unknown names and comments are passed over, an event
 * without data is none, and what the end cuts off is dropped.
 * @param maxChars of one event with all its lines
 * @throws OrbError TOO_LARGE
 */
export async function* readEvents(
  chunks: AsyncIterable<Uint8Array>,
  maxChars: number,
): AsyncGenerator<ReadEvent, void, undefined> {
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  let event = new Draft()
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true })
    // A line is looked for in what is new only, that a long one does not cost its square.
    let from = rest.length
    rest += text
    let begin = 0
    for (let end = rest.indexOf('\n', from); end >= 0; end = rest.indexOf('\n', from)) {
      const line = rest.slice(begin, end).replace(/\r$/, '')
      from = begin = end + 1
      if (line !== '') event.take(line)
      else {
        const done = event.done()
        event = new Draft()
        if (done !== undefined) yield done
      }
    }
    rest = rest.slice(begin)
    if (rest.length + event.chars > maxChars) {
      throw new OrbError('TOO_LARGE', `an event has more than ${maxChars} characters`)
    }
  }
}

class Draft {
  #name = 'message'
  #id: string | undefined
  readonly #data: string[] = []
  chars = 0

  take(line: string): void {
    this.chars += line.length
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') this.#name = value
    else if (field === 'id') this.#id = value
    else if (field === 'data') this.#data.push(value)
  }

  done(): ReadEvent | undefined {
    return this.#data.length === 0 ? undefined : { name: this.#name, id: this.#id, data: this.#data.join('\n') }
  }
}
