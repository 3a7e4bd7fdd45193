import type { Command, Option } from 'commander'

/** A flag as the shells need it. */
export interface Flag {
  readonly names: readonly string[]
  readonly summary: string
  /** A word follows it. */
  readonly takesValue: boolean
  readonly choices: readonly string[]
}

/** What may stand after a verb (`''`: the program itself, `config show`: a verb of a verb). */
export interface Place {
  readonly path: string
  readonly verbs: readonly { readonly name: string; readonly summary: string }[]
  readonly flags: readonly Flag[]
  /** Words that its arguments must be one of. */
  readonly choices: readonly string[]
}
export type Grammar = readonly Place[]

/** The whole command line as data, from the program itself: a verb that exists is completed. */
export function grammarOf(program: Command): Grammar {
  const places: Place[] = []
  const visit = (command: Command, path: string): void => {
    places.push({
      path,
      verbs: command.commands.map((verb) => ({ name: verb.name(), summary: verb.summary() || verb.description() })),
      flags: command.createHelp().visibleOptions(command).map(flagOf),
      choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    })
    for (const verb of command.commands) visit(verb, path === '' ? verb.name() : `${path} ${verb.name()}`)
  }
  visit(program, '')
  return places
}

const flagOf = (option: Option): Flag => ({
  names: [option.short, option.long].filter((name) => name !== undefined),
  summary: option.description,
  takesValue: option.required,
  choices: option.argChoices ?? [],
})

const names = (flags: readonly Flag[]): string[] => flags.flatMap((flag) => [...flag.names])
const valued = (grammar: Grammar): string[] => [
  ...new Set(grammar.flatMap(({ flags }) => names(flags.filter(({ takesValue }) => takesValue)))),
]
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
const placesWithVerbs = (grammar: Grammar): Place[] => grammar.filter(({ verbs }) => verbs.length > 0)

/** The words before the cursor lead to a place: flags and their values are passed over. */
function walk(grammar: Grammar): string {
  const steps = placesWithVerbs(grammar).flatMap(({ path, verbs }) =>
    verbs.map(
      ({ name }) => `      ${quoted(`${path}|${name}`)}) place=${quoted(path === '' ? name : `${path} ${name}`)} ;;`,
    ),
  )
  return [
    '    if [[ -n $skip ]]; then skip=; continue; fi',
    '    case "$word" in',
    `      ${valued(grammar).join('|')}) skip=1; continue ;;`,
    '      -*) continue ;;',
    '    esac',
    '    case "$place|$word" in',
    ...steps,
    '    esac',
  ].join('\n')
}

/** What may come at each place: verbs or choices, else (`-`) flags. */
function offers(grammar: Grammar): string {
  return grammar
    .map(({ path, verbs, flags, choices }) => {
      const words = [...verbs.map(({ name }) => name), ...choices].join(' ')
      return `    ${quoted(path)}) words=${quoted(words)}; flags=${quoted(names(flags).join(' '))} ;;`
    })
    .join('\n')
}

/** For bash 3.2 and newer: `source <(orbweaver completion bash)`. */
export function bashCompletion(grammar: Grammar): string {
  return `# bash completion of orbweaver
_orbweaver() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" place='' skip='' words='' flags='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
${walk(grammar)}
  done
  COMPREPLY=()
  # After a flag that takes a value: files, as the shell completes them.
  if [[ -n $skip ]]; then return; fi
  case "$place" in
${offers(grammar)}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
}
complete -o bashdefault -o default -F _orbweaver orbweaver
`
}

/** For zsh: in a file _orbweaver below $fpath, or by source. */
export function zshCompletion(grammar: Grammar): string {
  const described = placesWithVerbs(grammar)
    .map(({ path, verbs }) => {
      const lines = verbs.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(' ')
      return `    ${quoted(path)}) verbs=(${lines}) ;;`
    })
    .join('\n')
  return `#compdef orbweaver
# zsh completion of orbweaver
_orbweaver() {
  emulate -L zsh
  local cur="\${words[CURRENT]}" place='' skip='' offered='' flags='' word
  local -a verbs
  for word in "\${(@)words[2,CURRENT-1]}"; do
${walk(grammar)}
  done
  if [[ -n $skip ]]; then _files; return; fi
  case "$place" in
${offers(grammar).replaceAll(' words=', ' offered=')}
  esac
  case "$place" in
${described}
  esac
  if [[ $cur == -* ]]; then
    compadd -- \${=flags}
  elif (( \${#verbs} )); then
    _describe verb verbs
  elif [[ -n $offered ]]; then
    compadd -- \${=offered}
  else
    _files
  fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _orbweaver "$@"; else compdef _orbweaver orbweaver; fi
`
}

/** For fish: \`orbweaver completion fish | source\`. */
export function fishCompletion(grammar: Grammar): string {
  const steps = placesWithVerbs(grammar).flatMap(({ path, verbs }) =>
    verbs.map(
      ({ name }) =>
        `            case ${quoted(`${path}|${name}`)}\n                set place ${quoted(path === '' ? name : `${path} ${name}`)}`,
    ),
  )
  const lines = grammar.flatMap(({ path, verbs, flags, choices }) => {
    const at = `complete -c orbweaver -n ${quoted(`test (__orbweaver_place) = ${quoted(path)}`)}`
    return [
      ...verbs.map(({ name, summary }) => `${at} -f -a ${name} -d ${quoted(summary)}`),
      ...choices.map((word) => `${at} -f -a ${quoted(word)}`),
      ...flags.map((flag) => {
        const short = flag.names.find((name) => !name.startsWith('--'))
        const long = flag.names.find((name) => name.startsWith('--'))
        return [
          at,
          ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
          ...(long === undefined ? [] : [`-l ${long.slice(2)}`]),
          ...(flag.takesValue ? ['-r'] : []),
          `-d ${quoted(flag.summary)}`,
        ].join(' ')
      }),
    ]
  })
  return `# fish completion of orbweaver
function __orbweaver_place
    set -l place ''
    set -l skip ''
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip ''
            continue
        end
        switch $word
            case ${valued(grammar).join(' ')}
                set skip 1
                continue
            case '-*'
                continue
        end
        switch "$place|$word"
${steps.join('\n')}
        end
    end
    echo $place
end
${lines.join('\n')}
`
}
